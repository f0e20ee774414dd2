"""Put a run together: which suites, over which corpus, with which assistant. Edge: the harness's composition root."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from assistant.service import Assistant
from assistant.settings import Settings
from assistant.wiring import assistant_from, index_config
from corpus.core.codes import Code
from corpus.core.errors import InputError
from eval.runs.answerers import CaseAnswerer, InProcess, Server
from eval.runs.variants import VARIANTS
from eval.suites.cases import CORPORA, FOLDER, Case, load, suites
from eval.suites.lookup import Lookup, RegistryLookup
from indexing.sources import load_registry

EVALUATION_DAY = date(2026, 11, 22)
"""The day for which cases without ``as_of`` were written; the clock of an in-process run."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What a run needs: the questions, whom to ask, and where provisions are looked up."""

    cases: tuple[Case, ...]
    answerer: CaseAnswerer
    lookup: Lookup
    corpus: str


def bench(
    names: Sequence[str],
    *,
    settings: Settings,
    corpus: str | None = None,
    url: str = "",
    variant: str = "",
    today: date = EVALUATION_DAY,
    folder: Path = FOLDER,
) -> Bench:
    """Choose cases and assistant.

    Args:
        names: suites, corpora or splits (``eval.suites.cases.suites``).
        settings: settings of the assistant.
        corpus: which corpus to answer from; default: the one the suites were written for.
        url: ask this server instead of an assistant in this process.
        variant: name of a seeded fault of ``eval.runs.variants``; empty for the assistant as it is.
        today: the clock of an in-process assistant.
        folder: where case files lie.

    Raises:
        InputError: suites of two corpora at once, an unknown suite, faulty cases, or a variant of a server.
        IndexingError: the index is missing or does not fit.
    """
    paths = suites(names, folder)
    cases = load(paths)
    chosen = corpus or _corpus_of(cases)
    settings = settings.model_copy(update={"corpus": chosen})
    if url:
        if variant:
            raise InputError(Code.EVAL_VARIANT, "Không thể gây lỗi thử (--variant) trên máy chủ đang chạy.")
        return Bench(cases, Server(url), lookup_for(settings, chosen), chosen)
    assistant = assistant_from(settings)
    lookup = RegistryLookup(assistant.registry)  # of the assistant as it is: a variant may have forgotten the dates
    if variant:
        assistant = weaken(assistant, variant)
    return Bench(cases, InProcess(assistant, today), lookup, chosen)


def assistant_for(
    names: Sequence[str], *, home: Path | None, corpus: str | None, today: date
) -> tuple[Assistant, tuple[Case, ...]]:
    """The assistant in this process over the corpus of some suites, and their cases."""
    cases = load(suites(names))
    settings = settings_for(home).model_copy(update={"corpus": corpus or _corpus_of(cases)})
    return replace(assistant_from(settings), today=lambda: today), cases


def settings_for(home: Path | None) -> Settings:
    """Settings from the environment, with another data folder when one is given."""
    return Settings() if home is None else Settings(home=home)


def lookup_for(settings: Settings, corpus: str) -> RegistryLookup:
    """Provisions of a corpus, without its index.

    Raises:
        CorpusError: ``corpus.empty`` when no document of that corpus is loaded.
    """
    return RegistryLookup(load_registry(index_config(settings.model_copy(update={"corpus": corpus}))))


def weaken(assistant: Assistant, variant: str) -> Assistant:
    """A worse assistant for showing that the gate catches it; its fingerprint says so.

    Raises:
        InputError: ``eval.variant`` when there is no such variant.
    """
    if variant not in VARIANTS:
        raise InputError(Code.EVAL_VARIANT, f"Không có lỗi thử “{variant}”.", hint=f"Hiện có: {', '.join(VARIANTS)}.")
    worse = VARIANTS[variant].apply(assistant)
    return replace(worse, fingerprints={**worse.fingerprints, "variant": variant})


def _corpus_of(cases: Sequence[Case]) -> str:
    found = {case.written_for for case in cases}
    if len(found) > 1 or not found <= set(CORPORA):
        raise InputError(
            Code.EVAL_TWO_CORPORA,
            f"Các bộ câu hỏi thuộc nhiều kho văn bản: {', '.join(sorted(found))}.",
            hint="Chọn một kho bằng --corpus, hoặc chạy từng bộ.",
        )
    return found.pop()
