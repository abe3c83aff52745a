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
    place_stage,
    stages_of,
)
from tongxin.importers.apply.context import Context
from tongxin.importers.plan.build import StageWord
from tongxin.importers.plan.stage_order import Placed, place_stages

LONGEST_LABEL = 60
LANGUAGES = ("zh-hant", "zh-hans", "en")
# What a stage is worth of which nothing is known, in percent.
UNKNOWN_CHANCE = 10


def settle_stages(
    context: Context, words: Sequence[StageWord], paths: Sequence[Sequence[str]] = ()
) -> list[str]:
    """Give every stage word of the files a stage; words for an end stand in the last stage of the same process.

    A process whose stages have these very names is used; else an administrator's import makes one of the other system's
    own stages, named after it; anybody else's words are led to the stages of the default process, and a word that means
    none of them is left without, so that its rows wait.

    Returns:
        The words whose place among the others nothing tells.
    """
    if not words:
        return []
    running = [word for word in words if not word.is_end]
    unsure: list[str] = []
    process = _same_names(running) or _of_source(context)
    if process is not None or (context.may_administer and running):
        order = _order(context, process, running, paths)
        unsure = [placed.name for placed in order if placed.is_unsure]
        process, ordered = _completed(context, process, order)
        stages = {name: stage for stage in ordered for name in _names(stage)}
        keys = {word.name: fold(word.name[:LONGEST_LABEL]) for word in running}
        context.stages = {word: stages[key] for word, key in keys.items() if key in stages}
    else:
        ordered = list(stages_of(default_process()))
        by_code = {stage.code: stage for stage in ordered}
        context.stages = {word.name: by_code[word.code] for word in running if word.code in by_code}
    for word in words:
        if word.is_end:
            context.stages[word.name] = ordered[-1]
    return unsure


def _order(
    context: Context, process: Process | None, words: Sequence[StageWord], paths: Sequence[Sequence[str]]
) -> list[Placed]:
    """Return the process's stages in their order with the new words among them."""
    present = list(stages_of(process)) if process is not None and process.pk else []
    known = {name for stage in present for name in _names(stage)}
    chances = _chances()
    placed = [
        Placed(name=stage.labels.get("en") or stage.code, chance=stage.probability, is_new=False)
        for stage in present
    ]
    if not context.may_administer:
        return placed
    new = {
        fold(word.name): Placed(
            name=word.name, chance=chances.get(word.code) if word.chance is None else word.chance
        )
        for word in words
        if fold(word.name[:LONGEST_LABEL]) not in known
    }
    return place_stages(placed, list(new.values()), paths)


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


def _completed(
    context: Context, process: Process | None, order: Sequence[Placed]
) -> tuple[Process, list[Stage]]:
    """Return the process with all its stages in their order; new ones are added, in a dry run as stand-ins."""
    labels = dict.fromkeys(LANGUAGES, source_label(context.batch.source))
    is_new = process is None
    if process is None:
        process = (
            Process(code="NEW", labels=labels)
            if context.dry
            else add_process(actor=context.actor, at=context.at, labels=labels)
        )
    present = iter(list(stages_of(process)) if process.pk else [])
    stages = []
    for place, placed in enumerate(order):
        if placed.is_new:
            stages.append(_added(context, process, placed, place, _between(order, place)))
        else:
            stages.append(next(present))
    if is_new and not context.dry:
        change_process(actor=context.actor, at=context.at, process=process, values={"is_active": True})
    if not context.dry:
        stages = list(stages_of(process))
    return process, stages


def _added(context: Context, process: Process, placed: Placed, place: int, probability: int) -> Stage:
    labels = dict.fromkeys(LANGUAGES, placed.name[:LONGEST_LABEL])
    if context.dry:
        return Stage(process=process, code="NEW", labels=labels, position=place, probability=probability)
    stage = add_stage(
        actor=context.actor,
        at=context.at,
        process=process,
        labels=labels,
        our_labels={},
        probability=probability,
    )
    return place_stage(actor=context.actor, at=context.at, stage=stage, position=place)


def _between(order: Sequence[Placed], place: int) -> int:
    """Return the chance of a stage: the one said, else what lies between its neighbours'."""
    if order[place].chance is not None:
        return int(order[place].chance or 0)
    before = next((item.chance for item in reversed(order[:place]) if item.chance is not None), 0)
    after = next((item.chance for item in order[place + 1 :] if item.chance is not None), None)
    return int(before if after is None else (before + after) / 2) or UNKNOWN_CHANCE


def _names(stage: Stage) -> set[str]:
    """Return all that a stage is called, folded."""
    return {fold(name) for name in (stage.code, *stage.labels.values())}


def _chances() -> dict[str, int]:
    """Return the assumed chance of each stage of the default process, for stages of like meaning."""
    return {stage.code: stage.probability for stage in stages_of(default_process())}
