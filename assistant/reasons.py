"""Every reason why a claim is not shown: one catalogue of stable codes, each with one line of meaning.

Pure, a leaf. The part before the dot names the rule of the contract. Codes are public – they stand in answers,
certificates and recordings – so a code is never renamed. ``docs/verifier.md`` prints this list,
``prompts/reasons.toml`` says it to a model.
"""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """A reason; ``meaning`` is its line for readers of the documentation."""

    meaning: str

    def __new__(cls, code: str, meaning: str) -> Reason:
        """Make a member that is its code."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        return member

    NO_CITATION = "r1.no_citation", "no citation, or an empty quote"
    QUOTE = "r2.quote", "the quote is not byte for byte at its place"
    UNKNOWN_PROVISION = "r2.unknown_provision", "no such provision"
    NOT_CITABLE = "r2.not_citable", "a preamble, a list of recipients"
    AMBIGUOUS = "r2.ambiguous", "strict: the quote stands at several places of the provision; which is meant is unsure"
    FRAGMENT = "r2.fragment", "strict: quote or claim is part of a sentence of the rule: the rest may turn it round"
    REPEATED = "r2.repeated", "the model proposed the very same before"
    NUMBER = "r3.number", "a figure, fraction, period or ordinal that the quote does not hold"
    DATE = "r3.date", "a date that the quote does not hold"
    DOCUMENT = "r3.document", "a document number that the quote does not hold, or another one than the registry's"
    ARTICLE = (
        "r3.article",
        "an article, clause or point that the quote does not hold, or another than the registry's",
    )
    BODY = "r3.body", "a body or role that the quote does not hold"
    NEGATION = (
        "r4.negation",
        "“không”, “chưa” differ on what they govern; “Có,”, “Không,” against its sentence",
    )
    MODALITY = "r4.modality", "“phải”, “có thể”, “được”… differ on what they govern"
    TENSE = "r4.tense", "“sẽ”, “đã”, “đang” added, dropped or exchanged"
    BOUND = "r4.bound", "“ít nhất”, “không quá”, “quá” differ"
    RELATION = "r4.relation", "“trước”, “sau”, “chậm nhất” differ"
    QUANTIFIER = "r4.quantifier", "“mỗi”, “tất cả”, “một số”, “hoặc” differ"
    EXCEPTION = "r4.exception", "“chỉ”, “trừ”, “nhưng” added, dropped or cut"
    CONDITION = "r4.condition", "“nếu”, “khi” added, dropped or cut"
    SCOPE = "r4.scope", "part of a phrase or of a list dropped: the claim says more than the quote"
    ACTOR = "r4.actor", "another subject, another order of who does what, parts of several rules joined"
    CONTEXT = "r4.context", "a list item in other words, cited without the words that introduce the list"
    NOT_IN_FORCE = "r5.not_in_force", "not in force on the day"
    FRAME = "r5.frame", "not in the exact frame of a last known rule"
    DATES = "r5.dates", "the citation shows other dates of validity than the registry"
    NOT_SMALLEST = "r6.not_smallest", "a smaller unit of the document says it"
    BLENDED = (
        "r7.blended",
        "strict: leans on several places that are not the lead and an item of one list",
    )
    DIGEST = "r8.digest", "a digest whose official text is loaded"
    FORMULA = "r12.formula", "a sum that cannot be worked"
    INPUT = "r12.input", "a constant of the sum comes from nowhere"
    ROUNDING = "r12.rounding", "the sum rounds against its rule"
    RESULT = "r12.result", "the sum comes out otherwise"
    FINDING = "r12.finding", "a finding (“đủ”) that does not follow from the sum"
    INSTRUCTION = "r12.instruction", "the cited text gives orders to the assistant"
    DOMAIN = "r14.domain", "the rule is made for another case than the question tells"
    STATUS = "r16.status", "a sentence on a document's state that the registry does not give for that document and day"
    CARD = "r16.card", "a sentence on a document's state that cites something else than catalogue cards"
    UNCOVERED = "content.uncovered", "a word that neither the quote nor the vocabulary covers"
    FORM = "text.form", "letters that Vietnamese regulations are not written in"
    LONG = "text.long", "longer than what is compared"
