"""What all models of the configuration share: strictness, described fields, and errors that know their key."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError


class Strict(BaseModel):
    """Unknown keys are errors; values never change; the string under a field is its description."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


def misfit(problem: str, *at: str | int) -> PydanticCustomError:
    """A validation error about the key `at`, counted from the model that raises it."""
    return PydanticCustomError("misfit", "{problem}", {"problem": problem, "at": at})
