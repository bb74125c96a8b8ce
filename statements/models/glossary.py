"""Terms with several names, which a search treats as the same."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


def _spellings(language: str) -> ArrayField:
    return ArrayField(
        models.CharField(max_length=100),
        default=list,
        blank=True,
        verbose_name=f"in {language}",
        help_text=_("Separated by commas"),
    )


class Term(models.Model):
    """A concept of the glossary with its spellings: a search for one of them finds the others, in all languages."""

    name = models.CharField(max_length=100, unique=True)
    words_en = _spellings("English")
    words_fr = _spellings("French")
    words_it = _spellings("Italian")
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def spellings(self) -> list[str]:
        """All of them, each once."""
        return list(dict.fromkeys([*self.words_en, *self.words_fr, *self.words_it]))

    def clean(self) -> None:
        if len(self.spellings) < 2:
            raise ValidationError(_("A term has at least two spellings, in one language or in several."))
