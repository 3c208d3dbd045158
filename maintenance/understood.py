"""Which held-out utterances a newly trained model hears otherwise than the one before it."""

from collections.abc import Iterator
from pathlib import Path

from evaluation.acts_heard import acts_kept
from launch import in_service
from launch.model import model_path
from launch.settings import Settings
from maintenance.remarks import Remark, Weight

UNTRAINED = "Rasa has not learned this yet: make train trains and compares the model with the one in service"


def utterance_remarks(settings: Settings) -> Iterator[Remark]:
    """The utterances that moved, from what ``make train`` measured; nothing is trained or parsed here."""
    new = model_path(settings)
    if not new.exists():
        yield Remark("note", "", UNTRAINED)
        return
    old = _other(settings, new)
    if old is None:
        return
    heard, before = acts_kept(settings, new), acts_kept(settings, old)
    if heard is None or before is None:
        yield Remark("note", "", f"{new.name} has not been compared with {old.name} yet: make train does it")
        return
    moved = [pair for pair in zip(heard, before, strict=True) if pair[0].heard != pair[1].heard]
    for one, was in moved:
        weight: Weight = "warning" if was.is_right else "note"
        fate = "lost" if was.is_right else "won" if one.is_right else "moved"
        said = f"「{one.text}」 ({one.meant}) is heard as {one.heard}, was {was.heard}"
        yield Remark(weight, one.place, f"{fate}: {said}")
    right, earlier = (sum(act.is_right for act in acts) for acts in (heard, before))
    counts = f"{right} are heard rightly, was {earlier}"
    yield Remark("note", "", f"{len(moved)} of {len(heard)} utterances moved; {counts}")


def _other(settings: Settings, new: Path) -> Path | None:
    """The model in service, or the one before it when the new one is in service itself."""
    record = in_service.read(settings.models)
    names = [name for name in (*record.before, record.model) if name and name != new.name]
    return settings.models / names[-1] if names else None
