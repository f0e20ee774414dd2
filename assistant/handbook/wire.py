"""The handbook over the API: shapes for its description (OpenAPI), and the values that go out in them. Pure.

Field descriptions are Vietnamese: they are read by people who build on the API.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import quote as percent

from pydantic import BaseModel, ConfigDict, Field

from assistant.handbook.changes import Changes, Link, Lone, RulePair, Turning
from assistant.handbook.contents import Entry, Heading
from assistant.handbook.differences import Stretch
from assistant.handbook.rules import BookRule, Mark, RuleState
from assistant.handbook.succession import Lineage, Replacement, StepKind, SuccessionTable
from corpus.core.display import name_of
from corpus.core.model import Certainty, Document, Level, Record, Succession, TextKind


class _Out(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StateOut(_Out):
    """Tình trạng của một quy định vào ngày xét."""

    mark: Mark = Field(
        description="in_force: còn hiệu lực; last_known: đã được thay, văn bản thay thế chưa nạp; season: của kỳ đại "
        "hội đã xong; former: đã hết hiệu lực; not_yet: chưa có hiệu lực; unknown: chưa rõ."
    )
    label: str = Field(description="Tình trạng nói ngắn.")
    words: str = Field(description="Câu nêu tình trạng, đúng theo danh mục.")
    valid_from: date | None = Field(description="Ngày đầu tiên có hiệu lực.")
    valid_until: date | None = Field(description="Ngày đầu tiên không còn hiệu lực; null là không nguồn nào nêu.")
    certainty: Certainty = Field(description="Độ chắc của hai ngày.")


class CitedDocumentOut(_Out):
    """Văn bản chứa quy định."""

    id: str
    record_id: str
    number: str | None
    name: str
    title: str
    text_kind: TextKind = Field(description="official: nguyên văn; digest: bản tóm lược; catalogue: danh mục.")


class RuleOut(_Out):
    """Một quy định của sổ tay."""

    id: str
    label: str
    heading: str
    text: str = Field(description="Nguyên văn của điều khoản hoặc của bản tóm lược.")
    document: CitedDocumentOut
    phases: list[str]
    topics: list[str]
    levels: list[Level] = Field(description="Cấp mà quy định nói tới; trống là mọi cấp.")
    state: StateOut
    page: str = Field(description="Địa chỉ lâu dài của quy định vào ngày xét.")


class CountOut(_Out):
    """Một giai đoạn, chủ đề hoặc cấp và số quy định thuộc về nó."""

    id: str
    name: str
    about: str
    rules: int


class HandbookOut(_Out):
    """Mục lục của sổ tay vào một ngày."""

    as_of: date
    phases: list[CountOut]
    topics: list[CountOut]
    levels: list[CountOut]


class RulesOut(_Out):
    """Quy định theo lựa chọn, hoặc gần nhất với lời tìm."""

    as_of: date
    total: int
    offset: int
    sure: bool | None = Field(description="Khi tìm: có chắc quy định đầu trả lời đúng không; null khi không tìm.")
    rules: list[RuleOut]


class PartOut(_Out):
    """Một đoạn của văn bản; differs cho biết bên kia không có đoạn này ở đó."""

    text: str
    differs: bool


class PairOut(_Out):
    """Hai quy định đặt cạnh nhau; các đoạn của mỗi bên ghép lại đúng bằng nguyên văn."""

    link: Link = Field(
        description="continues, changes: người biên soạn ghi nhận; alike: máy đặt cạnh nhau vì câu chữ gần nhau, không "
        "phải căn cứ thay thế."
    )
    words: str
    old: RuleOut
    new: RuleOut
    old_parts: list[PartOut]
    new_parts: list[PartOut]


class TurnOut(_Out):
    """Một văn bản bắt đầu hoặc hết hiệu lực."""

    record_id: str
    name: str
    day: date
    words: str


class ChangesOut(_Out):
    """Những gì thay đổi sau ngày since và đến ngày until."""

    since: date
    until: date
    documents: list[TurnOut]
    pairs: list[PairOut]
    gone: list[RuleOut] = Field(description="Không còn hiệu lực và chưa có quy định để đặt cạnh.")
    come: list[RuleOut] = Field(description="Mới có hiệu lực và không có quy định cũ để đặt cạnh.")


class NamedOut(_Out):
    """Một văn bản nêu tên."""

    record_id: str
    name: str
    title: str


class ReplacementOut(_Out):
    """Một văn bản được văn bản khác thay hoặc sửa đổi, bổ sung."""

    old: NamedOut
    new: NamedOut
    effect: StepKind = Field(description="replaced: được thay; amended: được sửa đổi, bổ sung.")
    until: date | None = Field(description="Ngày đầu tiên văn bản cũ không còn hiệu lực.")
    since: date | None = Field(description="Ngày văn bản mới bắt đầu có hiệu lực.")
    succession: Succession = Field(description="stated: nguồn ghi rõ; inferred: suy luận từ cùng nội dung điều chỉnh.")
    certainty: Certainty = Field(description="Độ chắc của ngày hiệu lực văn bản cũ.")
    words: str


class StandingRecordOut(NamedOut):
    """Một văn bản và tình trạng của nó vào ngày xét."""

    state: StateOut


class LineOut(_Out):
    """Các văn bản nối tiếp nhau về một nội dung."""

    title: str
    steps: list[ReplacementOut]
    last: list[StandingRecordOut] = Field(description="Văn bản chưa bị văn bản nào thay.")


class SuccessionOut(_Out):
    """Bảng văn bản cũ – mới."""

    as_of: date
    lines: list[LineOut]
    others: list[StandingRecordOut] = Field(description="Văn bản chưa ghi nhận thay thế hoặc sửa đổi nào.")


def address_of(provision_id: str, day: date) -> str:
    """The lasting address of a provision as of a day."""
    return f"/so-tay/{percent(provision_id)}?ngay={day.isoformat()}"


def state_out(state: RuleState) -> StateOut:
    """A state as it goes out."""
    span = state.validity
    return StateOut(
        mark=state.mark,
        label=state.label,
        words=state.words,
        valid_from=span.valid_from,
        valid_until=span.valid_until,
        certainty=span.certainty,
    )


def rule_out(rule: BookRule, state: RuleState, day: date) -> RuleOut:
    """A rule with its state on a day."""
    return RuleOut(
        id=rule.id,
        label=rule.provision.label,
        heading=rule.provision.heading,
        text=rule.provision.text,
        document=_document(rule.document),
        phases=list(rule.phases),
        topics=list(rule.topics),
        levels=sorted(rule.levels),
        state=state_out(state),
        page=address_of(rule.id, day),
    )


def rules_out(entries: Iterable[Entry], day: date) -> list[RuleOut]:
    """Entries as they go out."""
    return [rule_out(entry.rule, entry.state, day) for entry in entries]


def counts_out(counts: Iterable[Heading]) -> list[CountOut]:
    """Counts as they go out."""
    return [CountOut(id=item.id, name=item.name, about=item.about, rules=item.rules) for item in counts]


def changes_out(found: Changes) -> ChangesOut:
    """Changes as they go out."""
    return ChangesOut(
        since=found.since,
        until=found.until,
        documents=[_turn(turn) for turn in found.turns],
        pairs=[_pair(pair, found) for pair in found.pairs],
        gone=[_lone(item, found) for item in found.gone],
        come=[_lone(item, found) for item in found.come],
    )


def succession_out(found: SuccessionTable) -> SuccessionOut:
    """The table as it goes out."""
    return SuccessionOut(
        as_of=found.day,
        lines=[_line(line) for line in found.lines],
        others=[_standing(record, state) for record, state in found.others],
    )


def _document(document: Document) -> CitedDocumentOut:
    record = document.record
    return CitedDocumentOut(
        id=document.id,
        record_id=record.id,
        number=record.number,
        name=name_of(record),
        title=record.title,
        text_kind=document.text_kind,
    )


def _turn(turn: Turning) -> TurnOut:
    return TurnOut(record_id=turn.record.id, name=name_of(turn.record), day=turn.day, words=turn.words)


def _pair(pair: RulePair, found: Changes) -> PairOut:
    return PairOut(
        link=pair.link,
        words=pair.words,
        old=rule_out(pair.old, pair.before, found.since),
        new=rule_out(pair.new, pair.after, found.until),
        old_parts=_parts(pair.olds),
        new_parts=_parts(pair.news),
    )


def _parts(parts: Iterable[Stretch]) -> list[PartOut]:
    return [PartOut(text=part.text, differs=part.differs) for part in parts]


def _lone(item: Lone, found: Changes) -> RuleOut:
    return rule_out(item.rule, item.state, found.until)


def _named(record: Record) -> NamedOut:
    return NamedOut(record_id=record.id, name=name_of(record), title=record.title)


def _standing(record: Record, state: RuleState) -> StandingRecordOut:
    return StandingRecordOut(record_id=record.id, name=name_of(record), title=record.title, state=state_out(state))


def _step(step: Replacement) -> ReplacementOut:
    return ReplacementOut(
        old=_named(step.older),
        new=_named(step.newer),
        effect=step.effect,
        until=step.until,
        since=step.since,
        succession=step.succession,
        certainty=step.certainty,
        words=step.words,
    )


def _line(line: Lineage) -> LineOut:
    return LineOut(
        title=line.title,
        steps=[_step(step) for step in line.steps],
        last=[_standing(record, state) for record, state in line.last],
    )
