"""Find, or for an administrator make, the stages that the words of a file mean."""

from __future__ import annotations

from collections.abc import Sequence

from tongxin.common.text.fold import fold
from tongxin.crm.opportunities.models import Process, Stage
from tongxin.crm.opportunities.processes import (
    add_process,
    add_stage,
    all_processes,
    change_process,
    default_process,
    stages_of,
)
from tongxin.importers.apply.context import Context
from tongxin.importers.plan.build import StageWord

LONGEST_LABEL = 60


def settle_stages(context: Context, words: Sequence[StageWord]) -> None:
    """Give every stage word of the files a stage; words for an end stand in the last stage of the same process.

    A process whose stages have these very names is used; else an administrator's import makes one of the other system's
    own stages, named after it; anybody else's words are led to the stages of the default process, and a word that means
    none of them is left without, so that its rows wait.
    """
    if not words:
        return
    running = [word for word in words if not word.is_end]
    process = _same_names(running) or _of_source(context)
    if process is not None or (context.may_administer and running):
        process = _completed(context, process, running)
        ordered = sorted(_stages(context, process, running), key=lambda stage: stage.position)
        stages = {name: stage for stage in ordered for name in _names(stage)}
        keys = {word.name: fold(word.name[:LONGEST_LABEL]) for word in running}
        context.stages = {name: stages[key] for name, key in keys.items() if key in stages}
    else:
        ordered = list(stages_of(default_process()))
        by_code = {stage.code: stage for stage in ordered}
        context.stages = {word.name: by_code[word.code] for word in running if word.code in by_code}
    for word in words:
        if word.is_end:
            context.stages[word.name] = ordered[-1]


def _same_names(words: Sequence[StageWord]) -> Process | None:
    """Return the process whose stages, in any language, have all these names."""
    wanted = {fold(word.name) for word in words}
    for process in all_processes():
        known = {name for stage in stages_of(process) for name in _names(stage)}
        if wanted and wanted <= known:
            return process
    return None


def _of_source(context: Context) -> Process | None:
    wanted = fold(source_label(context.batch.source))
    return next(
        (one for one in all_processes() if wanted in {fold(label) for label in one.labels.values()}), None
    )


def source_label(source: str) -> str:
    """Return the name of a source as people read it: salesforce is Salesforce."""
    return source if not source.isascii() else source[:1].upper() + source[1:]


def _completed(context: Context, process: Process | None, words: Sequence[StageWord]) -> Process:
    label = dict.fromkeys(("zh-hant", "zh-hans", "en"), source_label(context.batch.source))
    if context.dry:
        return process or Process(code="NEW", labels=label)
    is_new = process is None
    process = process or add_process(actor=context.actor, at=context.at, labels=label)
    known = {name for stage in stages_of(process) for name in _names(stage)}
    if context.may_administer:
        chances = _chances()
        for word in words:
            if fold(word.name) not in known:
                add_stage(
                    actor=context.actor,
                    at=context.at,
                    process=process,
                    labels=dict.fromkeys(("zh-hant", "zh-hans", "en"), word.name[:LONGEST_LABEL]),
                    our_labels={},
                    probability=chances.get(word.code, 10),
                )
    if is_new:
        change_process(actor=context.actor, at=context.at, process=process, values={"is_active": True})
    return process


def _stages(context: Context, process: Process, words: Sequence[StageWord]) -> list[Stage]:
    found = list(stages_of(process)) if process.pk else []
    if context.dry:
        known = {name for stage in found for name in _names(stage)}
        found += [
            Stage(process=process, code="NEW", labels={"en": word.name[:LONGEST_LABEL]}, position=100 + place)
            for place, word in enumerate(words)
            if fold(word.name) not in known
        ]
    return found


def _names(stage: Stage) -> set[str]:
    """Return all that a stage is called, folded."""
    return {fold(name) for name in (stage.code, *stage.labels.values())}


def _chances() -> dict[str, int]:
    """Return the assumed chance of each stage of the default process, for stages of like meaning."""
    return {stage.code: stage.probability for stage in stages_of(default_process())}
