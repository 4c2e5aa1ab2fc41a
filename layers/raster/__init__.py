"""The raster engine: areas, borders and markers into a frame of pixels by kernels that hold no lock; no Qt."""
