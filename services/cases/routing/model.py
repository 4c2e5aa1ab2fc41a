"""A routing model: one linear score for each department, its confidence, and which words spoke for it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.cases.routing.features import NUMBER, PLACE, Features, Grams, Said
from services.domain.refusals import Refusal

FORM = 1  # of the bytes; raised when they are written otherwise
_LONGEST_WORD = 4
_LEAST_SHARE = 0.04  # of everything that was said for a department; below it a word is noise
# particles and pronouns: a word that begins or ends with one was cut in the wrong place
_LOOSE = frozenset("的了是在和与及也就都而着过吗呢吧啊把被给让我你他她它们这那有无不没很请为对从到到以其个一们")


@dataclass(frozen=True, slots=True)
class Model:
    """`weights` float32[features, labels], `bias` float32[labels]; `slope` turns scores into a calibrated confidence.

    `usual` float32[labels]: how large a share of the texts each label had when it learned. `familiar`: the known share
    of a text (`Features.known_share`) below which it is unlike what the model has learned from.
    """

    labels: tuple[str, ...]
    features: Features
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    slope: float
    usual: NDArray[np.float32]
    familiar: float = 0.0

    def scores(self, said: Said) -> NDArray[np.float64]:
        """One score for each label, float64[labels]."""
        ids, values = self.features.vector(said)
        return np.asarray(values.astype(np.float64) @ self.weights[ids] + self.bias)

    def shares(self, said: Said) -> NDArray[np.float64]:
        """The confidence in each label, float64[labels] that add up to one."""
        return softmax(self.slope * self.scores(said))

    def trust(self, said: Said) -> float:
        """How far the model can be trusted with a text, 0 to 1: less where the text is unlike what it has learned."""
        return min(1.0, self.features.known_share(said) / self.familiar) ** 2 if self.familiar else 1.0


@dataclass(frozen=True, slots=True)
class Spoke:
    """A word of the text and how much it spoke for (above zero) or against a label, in the label's score."""

    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a label has its score: what each character of title and text added; with `bias` they add up to `score`."""

    score: float
    bias: float
    title: NDArray[np.float64]
    text: NDArray[np.float64]
    pro: tuple[Spoke, ...]
    contra: tuple[Spoke, ...]


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares that add up to one, along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def explain(model: Model, said: Said, label: str, lexicon: Collection[str] = (), most: int = 3) -> Explanation:
    """What spoke for and against a label, as words of the text; at most `most` of each.

    `lexicon` are names (of categories, of departments) in which words of the field can be found.
    """
    column = model.weights[:, model.labels.index(label)].astype(np.float64)
    parts = {}
    for name, grams, first, weight in (
        ("title", model.features.title, 0, 1.0),
        ("text", model.features.text, len(model.features.title), model.features.weight),
    ):
        parts[name] = _by_character(getattr(said, name), grams, column[first : first + len(grams)] * weight)
    bias = float(model.bias[model.labels.index(label)])
    fields = model.features
    spoken = _words(((said.title, parts["title"], fields.title), (said.text, parts["text"], fields.text)), lexicon)
    least = _LEAST_SHARE * sum(abs(one.weight) for one in spoken)
    pro = tuple(one for one in spoken if one.weight > least)[:most]
    contra = tuple(one for one in reversed(spoken) if one.weight < -least)[:most]
    score = bias + float(parts["title"].sum() + parts["text"].sum())
    return Explanation(score, bias, parts["title"], parts["text"], pro, contra)


def _by_character(text: str, grams: Grams, column: NDArray[np.float64]) -> NDArray[np.float64]:
    """What each n-gram adds to a score, shared out evenly over the characters that it stands on."""
    added = np.zeros(len(text))
    ids, values = grams.vector(text)
    worth = dict(zip(ids.tolist(), (values * column[ids]).tolist(), strict=True))
    places: dict[int, list[tuple[int, int]]] = {}
    for size in range(1, grams.longest + 1):
        for at in range(len(text) - size + 1):
            number = grams.index.get(text[at : at + size])
            if number is not None:
                places.setdefault(number, []).append((at, size))
    for number, stands in places.items():
        each = worth[number] / len(stands)
        for at, size in stands:
            added[at : at + size] += each / size
    return added


def _words(parts: tuple[tuple[str, NDArray[np.float64], Grams], ...], lexicon: Collection[str]) -> list[Spoke]:
    """The runs of two to four characters that added most, each character in one of them at most; greatest first.

    The same run in title and text is one word.
    """
    found: dict[str, float] = {}
    for text, added, grams in parts:
        taken = np.zeros(len(text), bool)
        for _, weight, at, size in sorted(_runs(text, added, grams, lexicon), key=lambda one: (-one[0], one[2])):
            if not taken[at : at + size].any():
                taken[at : at + size] = True
                found[text[at : at + size]] = found.get(text[at : at + size], 0.0) + weight
    return sorted((Spoke(word, weight) for word, weight in found.items()), key=lambda one: -one.weight)


def _runs(
    text: str, added: NDArray[np.float64], grams: Grams, lexicon: Collection[str]
) -> Iterator[tuple[float, float, int, int]]:
    """Candidates for a word: (how good a word, what it added, where, how long); all of it speaks the same way.

    Chinese has no spaces: a run is more of a word when the catalogue has it, and when its inside is met more often than
    what crosses its edges.
    """
    total = np.concatenate(([0.0], np.cumsum(added)))
    rare = float(grams.rarity.max()) if len(grams) else 0.0
    known_pairs = (grams.index.get(text[at : at + 2]) for at in range(len(text) - 1))
    pair = [rare if number is None else float(grams.rarity[number]) for number in known_pairs]
    for size in range(2, _LONGEST_WORD + 1):
        for at in range(len(text) - size + 1):
            run = text[at : at + size]
            if run[0] in _LOOSE or run[-1] in _LOOSE or not all(c.isalpha() and c not in (PLACE, NUMBER) for c in run):
                continue
            weight = float(total[at + size] - total[at])
            if not np.all(added[at : at + size] * weight > 0):
                continue
            inside = max(pair[at : at + size - 1])
            edges = pair[max(0, at - 1) : at] + pair[at + size - 1 : at + size]
            cut = sum(edge > inside for edge in edges) + 2 - len(edges)
            known = any(run in name for name in lexicon)
            yield abs(weight) / size**0.7 * (1 + 0.5 * cut) * (2.0 if known else 1.0), weight, at, size


# ---- as bytes ------------------------------------------------------------------------------------------------------


def to_bytes(model: Model) -> tuple[bytes, str]:
    """The model as a compressed npz without any pickle, and its SHA-256 in hex."""
    features = model.features
    head = {
        "form": FORM, "labels": model.labels, "slope": model.slope, "weight": features.weight,
        "familiar": model.familiar,
        "longest": [features.title.longest, features.text.longest],
    }  # fmt: skip
    file = io.BytesIO()
    np.savez_compressed(
        file,
        head=_raw(json.dumps(head, ensure_ascii=False)),
        title=_raw("\n".join(features.title.index)), title_rarity=features.title.rarity,
        text=_raw("\n".join(features.text.index)), text_rarity=features.text.rarity,
        weights=model.weights, bias=model.bias, usual=model.usual,
    )  # fmt: skip
    written = file.getvalue()
    return written, hashlib.sha256(written).hexdigest()


def from_bytes(written: bytes, digest: str) -> Model:
    """The model that these bytes are; raises `Refusal` ("advice.damaged") where they are not what was written."""
    if hashlib.sha256(written).hexdigest() != digest:
        raise _damaged()
    try:
        with np.load(io.BytesIO(written), allow_pickle=False) as file:
            return _model(json.loads(file["head"].tobytes().decode()), {name: file[name] for name in file.files})
    except (ValueError, KeyError, TypeError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise _damaged() from error


def _model(head: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> Model:
    if head["form"] != FORM:
        raise ValueError(head["form"])
    fields = []
    for name, longest in zip(("title", "text"), head["longest"], strict=True):
        written = arrays[name].tobytes().decode()
        index = {gram: at for at, gram in enumerate(written.split("\n"))} if written else {}
        fields.append(Grams(int(longest), index, arrays[f"{name}_rarity"]))
    labels, features = tuple(head["labels"]), Features(fields[0], fields[1], float(head["weight"]))
    model = Model(
        labels,
        features,
        arrays["weights"],
        arrays["bias"],
        float(head["slope"]),
        arrays["usual"],
        float(head["familiar"]),
    )
    fits = (
        model.weights.shape == (len(features), len(labels))
        and model.bias.shape == model.usual.shape == (len(labels),)
        and all(len(field.rarity) == len(field) for field in fields)
        and all(np.isfinite(array).all() for array in (model.weights, model.bias, model.usual))
    )
    if not fits:
        raise ValueError("arrays of other sizes")
    return model


def _raw(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), np.uint8)


def _damaged() -> Refusal:
    return Refusal(
        "advice.damaged",
        "The routing model is damaged and was not used. Train a new one, or roll back to an earlier one.",
    )
