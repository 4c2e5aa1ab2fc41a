/* GridCommand: areas, clustered incidents and the legend of a self-contained map page. Every text is set as text. */
var gridcommand = (function () {
  "use strict";

  function element(tag, text, cls) {
    var made = document.createElement(tag);
    if (text !== undefined) { made.textContent = text; }
    if (cls) { made.className = cls; }
    return made;
  }

  function card(title, lines) {
    var box = element("div", undefined, "gc-card");
    box.appendChild(element("b", title));
    if (lines.length) {
      var list = element("dl");
      lines.forEach(function (line) {
        list.appendChild(element("dt", line[0]));
        list.appendChild(element("dd", line[1]));
      });
      box.appendChild(list);
    }
    return box;
  }

  /* shape and colour always travel together; the numbers come from the design tokens, never from data of a city */
  var SHAPES = {
    triangle: '<path d="M8 1 15.5 15H.5Z"/>',
    diamond: '<path d="M8 .5 15.5 8 8 15.5.5 8Z"/>',
    square: '<rect x="1.8" y="1.8" width="12.4" height="12.4" rx="1"/>',
    circle: '<circle cx="8" cy="8" r="6.8"/>'
  };

  function glyph(mark) {
    return '<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="' + mark.fill + '" stroke="' +
      mark.edge + '">' + SHAPES[mark.shape] + "</svg>";
  }

  function areas(map, spec) {
    var layer = L.geoJSON(spec.features, {
      style: function (feature) {
        return { fillColor: feature.properties.colour, color: spec.line, weight: spec.weight, fillOpacity: spec.opacity };
      },
      onEachFeature: function (feature, shape) {
        var known = feature.properties;
        shape.bindTooltip(function () { return card(known.title, known.lines); }, { sticky: true });
        shape.bindPopup(function () { return card(known.title, known.lines); }, { maxWidth: 360 });
      }
    }).addTo(map);
    if (spec.bounds) { map.fitBounds(spec.bounds, { padding: [16, 16], animate: false }); }
    return layer;
  }

  /* red is never hidden under blue */
  function above(rank) { return 10000 * (4 - rank); }

  function marker(row, labels, marks) {
    var mark = marks[row[2]];
    var made = L.marker([row[0], row[1]], {
      icon: L.divIcon({ className: "gc-mark", html: glyph(mark), iconSize: [16, 16] }),
      rank: row[2], zIndexOffset: above(row[2]), alt: mark.name + " " + row[3], title: row[3]
    });
    made.bindPopup(function () {
      var lines = labels.map(function (label, at) { return [label, row[4][at]]; });
      return card(row[3], lines.filter(function (line) { return line[1]; }));
    }, { maxWidth: 360 });
    return made;
  }

  function cluster(group, marks) {
    var worst = group.getAllChildMarkers().reduce(function (least, one) { return Math.min(least, one.options.rank); }, 9);
    var count = String(group.getChildCount());
    group.options.zIndexOffset = above(worst);
    var width = 34 + 8 * count.length;
    return L.divIcon({
      className: "gc-cluster", html: glyph(marks[worst]) + "<span>" + count + "</span>", iconSize: [width, 26]
    });
  }

  function incidents(map, spec) {
    var group = L.markerClusterGroup({
      chunkedLoading: true, showCoverageOnHover: false, maxClusterRadius: 60,
      iconCreateFunction: function (found) { return cluster(found, spec.marks); }
    });
    group.addLayers(spec.rows.map(function (row) { return marker(row, spec.labels, spec.marks); }));
    return group.addTo(map);
  }

  function legend(map, spec) {
    L.control.zoom({ zoomInTitle: spec.controls.zoom_in, zoomOutTitle: spec.controls.zoom_out }).addTo(map);
    map.on("popupopen", function (event) {
      var cross = event.popup.getElement().querySelector(".leaflet-popup-close-button");
      if (cross) { cross.setAttribute("aria-label", spec.controls.close); }
    });
    L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
    var control = L.control({ position: "bottomleft" });
    control.onAdd = function () {
      var box = element("div", undefined, "gc-legend");
      if (spec.classes.length) {
        box.appendChild(element("h2", spec.figure));
        spec.classes.forEach(function (one) {
          var row = element("div"), swatch = element("span", undefined, "gc-swatch");
          swatch.style.background = one[0];
          row.appendChild(swatch);
          row.appendChild(element("span", one[1]));
          box.appendChild(row);
        });
      }
      if (spec.marks.length) {
        box.appendChild(element("h2", spec.incidents));
        spec.marks.forEach(function (mark) {
          var row = element("div");
          row.innerHTML = glyph(mark);
          row.appendChild(element("span", mark.name));
          box.appendChild(row);
        });
      }
      spec.notes.forEach(function (note) { box.appendChild(element("p", note)); });
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    };
    return control.addTo(map);
  }

  return { areas: areas, incidents: incidents, legend: legend };
})();
