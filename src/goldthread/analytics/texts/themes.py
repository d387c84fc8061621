"""Narratives gathered into named themes that stay put, and that people shape.

What people did stands: a name given stays, themes merged or split stay so, a pinned theme is never
dropped, and the texts of any such theme are not moved out of it by a later fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from goldthread.analytics.texts.gathering import (
    Themes,
    centres_of,
    middles,
    nearest,
    number_borne_out,
    settle,
)
from goldthread.analytics.texts.stored import Arrays, read_model, write_model
from goldthread.analytics.texts.theme_names import name_of, terms_of
from goldthread.analytics.texts.theme_space import Places, ThemeSpace, unit
from goldthread.analytics.texts.words import is_blank

VERSION = 1
_KIND = "themes of texts"
_EXEMPLARS = 3
# So many new texts make a theme of their own, where they stand further from every theme than all
# but this share of the texts, and as near to each other as the texts of a theme do.
_NEW_THEME, _NEW_THEME_SHARE, _FAR = 10, 0.02, 0.05


@dataclass(frozen=True)
class Theme:
    """A theme: what it is called, the terms that tell it, how many texts it holds, and the ids of
    those nearest its middle. `named`, `pinned` and `shaped` (merged or split) are people's doing."""

    id: str
    name: str
    terms: tuple[str, ...] = ()
    size: int = 0
    exemplars: tuple[str, ...] = ()
    named: bool = False
    pinned: bool = False
    shaped: bool = False

    @property
    def kept(self) -> bool:
        """Whether a person's hand is on it, so that no fit moves its texts away."""
        return self.named or self.pinned or self.shaped


@dataclass(frozen=True)
class Pin:
    """A theme to have whatever is found: its id, its name, and words or sentences that tell it."""

    id: str
    name: str
    like: tuple[str, ...]


@dataclass(frozen=True)
class ThemeModel:
    """Themes with their centres (themes, places) and which text is in which (id to theme or None)."""

    space: ThemeSpace
    themes: tuple[Theme, ...]
    centres: Places
    members: dict[str, str | None]

    def assign(self, texts: Sequence[str]) -> list[str | None]:
        """The theme of each text, None where none fits or there are no words. Changes nothing."""
        theme, _ = nearest(self.space.place(texts), self.centres)
        return [
            None if at < 0 or is_blank(text) else self.themes[at].id
            for at, text in zip(theme, texts, strict=True)
        ]

    def renamed(self, id: str, name: str) -> ThemeModel:
        """A person gave the theme a name."""
        return self._with(id, name=name, named=True)

    def pinned(self, id: str, pinned: bool = True) -> ThemeModel:
        """A person pinned the theme, or took the pin out."""
        return self._with(id, pinned=pinned)

    def merged(self, ids: Sequence[str]) -> ThemeModel:
        """A person made one theme of several: the first of them, which keeps its name and id."""
        into, others = self._at(ids[0]), {self._at(one) for one in ids[1:]} - {self._at(ids[0])}
        weight = np.array([max(1, self.themes[at].size) for at in (into, *sorted(others))])
        centres = np.array(self.centres)
        centres[into] = unit(weight @ centres[[into, *sorted(others)]][None])[0]
        left = [at for at in range(len(self.themes)) if at not in others]
        gone = {self.themes[at].id for at in others}
        size = int(sum(self.themes[at].size for at in (into, *others)))
        members = {one: ids[0] if theme in gone else theme for one, theme in self.members.items()}
        held = replace(
            self, themes=tuple(self.themes[at] for at in left), centres=centres[left],
            members=members,
        )  # fmt: skip
        return held._with(ids[0], shaped=True, size=size)

    def split(
        self, id: str, texts: Sequence[str], ids: Sequence[Any], number: int = 2
    ) -> ThemeModel:
        """A person had the theme made into `number`; the first keeps its id and name.

        `texts` and `ids` hold at least the theme's own. ValueError when they cannot be told apart.
        """
        inside = [at for at, one in enumerate(ids) if self.members.get(str(one)) == id]
        places = self.space.place([texts[at] for at in inside])
        if len(inside) < number or len(np.unique(places, axis=0)) < number:
            raise ValueError(
                f"The texts of '{self.themes[self._at(id)].name}' cannot be told apart."
            )
        parts = centres_of(places, number)
        theme = (places @ parts.T).argmax(axis=1)
        new = [id, *_new_ids(self.themes, number - 1)]
        centres = np.array(self.centres)
        centres[self._at(id)] = parts[0]
        members = self.members | {str(ids[a]): new[t] for a, t in zip(inside, theme, strict=True)}
        terms = terms_of([texts[at] for at in inside], theme, number)
        sizes = np.bincount(theme, minlength=number)
        held = replace(self, centres=np.vstack([centres, parts[1:]]), members=members)
        held = held._with(id, shaped=True, size=int(sizes[0]), terms=tuple(terms[0]))
        added = tuple(
            Theme(new[at], name_of(terms[at]), tuple(terms[at]), int(sizes[at]), shaped=True)
            for at in range(1, number)
        )
        return replace(held, themes=(*held.themes, *added))

    def write(self, path: Path) -> None:
        """One file, versioned; it holds terms and ids of texts, and no text."""
        about, arrays = self.space.stored()
        about |= {"themes": [vars(theme) for theme in self.themes], "members": self.members}
        write_model(path, _KIND, VERSION, about, arrays | {"centres": self.centres})

    @classmethod
    def read(cls, path: Path) -> ThemeModel:
        """The themes of a file. Raises stored.ModelRefused."""
        return read_model(path, _KIND, VERSION, cls._restored)

    @classmethod
    def _restored(cls, about: dict[str, Any], arrays: Arrays) -> ThemeModel:
        themes = tuple(
            replace(Theme(**one), terms=tuple(one["terms"]), exemplars=tuple(one["exemplars"]))
            for one in about["themes"]
        )
        space = ThemeSpace.restored(about, arrays)
        return cls(space, themes, arrays["centres"], about["members"])

    def _at(self, id: str) -> int:
        for at, theme in enumerate(self.themes):
            if theme.id == id:
                return at
        raise KeyError(f"There is no theme '{id}'.")

    def _with(self, id: str, **changes: Any) -> ThemeModel:
        at = self._at(id)
        themes = (*self.themes[:at], replace(self.themes[at], **changes), *self.themes[at + 1 :])
        return replace(self, themes=themes)


def fit_themes(
    texts: Sequence[str],
    ids: Sequence[Any] | None = None,
    *,
    number: int | None = None,
    pinned: Sequence[Pin] = (),
    keep: ThemeModel | None = None,
) -> ThemeModel:
    """Gather texts into `number` themes, or into as many as the texts bear out.

    `ids` name the texts (their places when not given). `keep` is the last fit: its themes go on
    under their ids from where their texts stand now, and a new theme is added only where enough
    new texts stand far from all. ValueError when there are not as many ids as texts, or an id
    stands twice.
    """
    names = [str(one) for one in (ids if ids is not None else range(len(texts)))]
    if len(names) != len(texts) or len(set(names)) != len(names):
        raise ValueError("Each text needs an id of its own.")
    space, places = ThemeSpace.fit_place(texts)
    there = np.linalg.norm(places, axis=1) > 0
    themes, centres, held = _start(space, places, names, keep, pinned)
    if keep is None:
        wanted = number or (number_borne_out(places[there]) if there.any() else 0)
        wanted = min(wanted, int(there.sum())) - len(themes)
        found = centres_of(places[there], wanted) if wanted > 0 else centres[:0]
        themes += [Theme(one, "") for one in _new_ids(themes, len(found))]
        centres = np.vstack([centres, found])
    else:
        centres, themes = _with_news(places, names, centres, themes, keep)
    centres = settle(places, centres, held)
    theme, _ = nearest(places, centres)
    theme = np.where(held >= 0, held, theme)
    theme[~there] = -1
    return _described(space, themes, centres, theme, texts, names, places)


def _start(
    space: ThemeSpace,
    places: Places,
    names: list[str],
    keep: ThemeModel | None,
    pins: Sequence[Pin],
) -> tuple[list[Theme], Places, Themes]:
    """(themes to go on with, where they stand now, texts that stay in them)."""
    held = np.full(len(names), -1)
    themes: list[Theme] = []
    rows: list[Places] = []
    for old in keep.themes if keep else ():
        inside = np.array([keep is not None and keep.members.get(one) == old.id for one in names])
        if not inside.any() and not old.kept:
            continue
        told = space.place([f"{old.name} {' '.join(old.terms)}"])
        rows.append(unit(places[inside].mean(axis=0, keepdims=True)) if inside.any() else told)
        if old.kept:
            held[inside] = len(themes)
        themes.append(old)
    for pin in pins:
        if all(theme.id != pin.id for theme in themes):
            rows.append(unit(space.place([pin.name, *pin.like]).mean(axis=0, keepdims=True)))
            themes.append(Theme(pin.id, pin.name, named=True, pinned=True))
    return themes, np.vstack(rows) if rows else places[:0], held


def _with_news(
    places: Places, names: list[str], centres: Places, themes: list[Theme], keep: ThemeModel
) -> tuple[Places, list[Theme]]:
    """The centres and themes, and one more where enough new texts stand far from all of them."""
    _, fit = nearest(places, centres)
    new = np.array([one not in keep.members for one in names], dtype=bool)
    there = np.linalg.norm(places, axis=1) > 0
    usual = fit[~new & there]
    far = new & there & (fit < (np.quantile(usual, _FAR) if len(usual) else 1))
    if far.sum() < max(_NEW_THEME, _NEW_THEME_SHARE * len(names)):
        return centres, themes
    found = unit(places[far].mean(axis=0, keepdims=True))
    if len(usual) and (places[far] @ found.T).mean() < np.median(usual):
        return centres, themes
    (id,) = _new_ids([*themes, *keep.themes], 1)
    return np.vstack([centres, found]), [*themes, Theme(id, "")]


def _described(
    space: ThemeSpace,
    themes: Sequence[Theme],
    centres: Places,
    theme: Themes,
    texts: Sequence[str],
    names: list[str],
    places: Places,
) -> ThemeModel:
    """The model with each theme's terms, name, size and exemplars; empty ones dropped."""
    sizes = np.bincount(theme[theme >= 0], minlength=len(themes))
    left = [at for at, one in enumerate(themes) if sizes[at] or one.kept]
    renumbered = np.full(len(themes) + 1, -1)
    renumbered[left] = np.arange(len(left))
    theme = renumbered[theme]
    centres = middles(places, theme, centres[left])
    terms = terms_of(texts, theme, len(left))
    found = []
    for at, old in enumerate(left):
        inside = np.flatnonzero(theme == at)
        order = inside[np.argsort(-(places[inside] @ centres[at]), kind="stable")]
        one = themes[old]
        found.append(
            replace(
                one,
                name=one.name if one.named else name_of(terms[at]),
                terms=tuple(terms[at]),
                size=len(inside),
                exemplars=tuple(names[text] for text in order[:_EXEMPLARS]),
            )
        )
    members = {
        name: found[at].id if at >= 0 else None for name, at in zip(names, theme, strict=True)
    }
    return ThemeModel(space, tuple(found), centres, members)


def _new_ids(themes: Sequence[Theme], number: int) -> list[str]:
    """Ids that none of the themes has: theme-1, theme-2 and so on."""
    used = [int(t.id[6:]) for t in themes if t.id.startswith("theme-") and t.id[6:].isdecimal()]
    first = max(used, default=0) + 1
    return [f"theme-{at}" for at in range(first, first + number)]
