"""Text-search queries of clauses, read back: 'gas' & ('oil' | 'pip':*) & !('coal')."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from statements.search.index.shelf import NotAnsweredError

_TOKEN = re.compile(r"\s*(?:'((?:[^'\\]|''|\\\\)*)'(:\*)?|([()&|!]))")
_WRITTEN = re.compile(r"''|\\\\")

Read = TypeVar("Read")


class NotReadError(NotAnsweredError):
    """A text-search query has an operator that clauses do not have, such as <->."""


@dataclass(frozen=True)
class ClauseReader(Generic[Read]):
    """What becomes of the parts of a query. word: of a lexeme, and whether it is only a beginning."""

    word: Callable[[str, bool], Read]
    join_and: Callable[[Sequence[Read]], Read]
    join_or: Callable[[Sequence[Read]], Read]
    negate: Callable[[Read], Read]

    def read(self, tsquery: str) -> Read:
        """Return what the query becomes. Raises NotReadError."""
        tokens, end = list[tuple[str, str]](), 0
        while found := _TOKEN.match(tsquery, end):
            end = found.end()
            tokens.append((found[3], "") if found[3] else ("*" if found[2] else "'", _lexeme(found[1])))
        if tsquery[end:].strip() or not tokens:
            raise NotReadError(tsquery)
        tokens.reverse()
        read = self._read_or(tokens)
        if tokens:
            raise NotReadError(tsquery)
        return read

    def _read_or(self, tokens: list[tuple[str, str]]) -> Read:
        return self._read_row(tokens, "|", self._read_and, self.join_or)

    def _read_and(self, tokens: list[tuple[str, str]]) -> Read:
        return self._read_row(tokens, "&", self._read_one, self.join_and)

    def _read_row(
        self,
        tokens: list[tuple[str, str]],
        operator: str,
        read: Callable[[list[tuple[str, str]]], Read],
        join: Callable[[Sequence[Read]], Read],
    ) -> Read:
        parts = [read(tokens)]
        while tokens and tokens[-1][0] == operator:
            tokens.pop()
            parts.append(read(tokens))
        return join(parts) if len(parts) > 1 else parts[0]

    def _read_one(self, tokens: list[tuple[str, str]]) -> Read:
        kind, lexeme = tokens.pop() if tokens else ("", "")
        if kind == "!":
            return self.negate(self._read_one(tokens))
        if kind == "(":
            read = self._read_or(tokens)
            if not tokens or tokens.pop()[0] != ")":
                raise NotReadError("a bracket is not closed")
            return read
        if kind not in ("'", "*"):
            raise NotReadError(kind)
        return self.word(lexeme, kind == "*")


def _lexeme(written: str) -> str:
    """The lexeme that quote_lexeme() wrote."""
    return _WRITTEN.sub(lambda found: found[0][0], written)
