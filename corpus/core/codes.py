"""The catalogue of codes: every code that an error, a defect of a file or a finding about the corpus can carry.

Pure. A code is a stable word for programs and is never reworded; what a person reads is Vietnamese and stands where the
code is used. The verifier's reasons (``r3.…``) are a vocabulary of their own and are not here. ``docs/errors.md`` is
written by this module: ``python -m corpus.core.codes > docs/errors.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """Code of an ``AssistantError`` or of a problem of the HTTP API.

    Attributes:
        status: HTTP status of the response when the error leaves through the API.
        meaning: one line for the reader of a log or of ``docs/errors.md``.
        retryable: whether the same call may succeed later; a single error may know better.
    """

    status: int
    meaning: str
    retryable: bool

    def __new__(cls, value: str, status: int = 500, meaning: str = "", retryable: bool = False) -> Self:
        """One member; the value stays a plain string. ``Code(value)`` finds a member, hence the defaults."""
        code = str.__new__(cls, value)
        code._value_ = value
        code.status, code.meaning, code.retryable = status, meaning, retryable
        return code

    QUESTION_EMPTY = "question.empty", 422, "the question has no text"
    QUESTION_TOO_LONG = "question.too_long", 422, "the question is longer than the assistant reads"
    QUESTION_NO_WORDS = "question.no_words", 422, "the question holds no word, only signs"
    QUESTION_DATE = "question.date", 422, "the day of a question on the command line is no date"
    QUESTION_FORM = "question.form", 422, "a line of a batch of questions is not of the documented form"
    BATCH_UNREADABLE = "batch.unreadable", 422, "the file of a batch of questions cannot be read"

    CHECK_FORM = "check.form", 422, "a line of a file of pairs is no JSON object"
    CHECK_CLAIM = "check.claim", 422, "a pair has no claim"
    CHECK_QUOTE = "check.quote", 422, "the quote of a pair is no text"
    CHECK_PROVISION = "check.provision", 422, "the provision id of a pair is no text"
    CHECK_DATE = "check.date", 422, "the day of a pair is no date"
    CHECK_UNREADABLE = "check.unreadable", 422, "the file of pairs cannot be read"

    CERTIFICATE_FORM = "certificate.form", 422, "the text is no certificate"
    CERTIFICATE_TAMPERED = "certificate.tampered", 422, "the certificate was changed after it was issued"
    CERTIFICATE_FALLEN = "certificate.fallen", 422, "a claim of the certificate does not stand any more"
    CERTIFICATE_UNWRITABLE = "certificate.unwritable", 422, "the certificate cannot be written to this file"

    INPUT_CORPUS = "input.corpus", 422, "the settings name a corpus that does not exist"
    INPUT_INDEX_SETTINGS = "input.index_settings", 422, "a setting of the index is out of its bounds"
    INPUT_DATE = "input.date", 422, "an option of the index commands is no date"
    INPUT_KIND = "input.kind", 422, "an option names an unknown kind of document"
    INPUT_NO_FILES = "input.no_files", 422, "none of the paths given leads to a file that can be loaded"
    INPUT_ENCODING = "input.encoding", 422, "the value of an option is not UTF-8"
    INPUT_OVERRIDES = "input.overrides", 422, "statements about one document were given for several files"
    INPUT_HEAD = "input.head", 422, "an option gives no end of the audit log"
    INPUT_REASON = "input.reason", 422, "a change on the operator's pages has no reason"
    INPUT_ADDRESS = "input.address", 422, "the address of a server is not of the form https://name[:port]"
    INPUT_UNWRITABLE = "input.unwritable", 422, "a file that an option names cannot be written"
    INPUT_CASE = "input.case", 422, "an unanswered question cannot become a case: a place is unknown or missing"
    INPUT_UNKNOWN_ID = "input.unknown_id", 422, "no document or provision has the id given"

    HANDBOOK_DATE = "handbook.date", 422, "a day of the handbook is no date, or lies outside its bounds"
    HANDBOOK_FUTURE = "handbook.future", 422, "a day of the handbook is yet to come"
    HANDBOOK_ORDER = "handbook.order", 422, "of two days to compare the second does not come after the first"
    HANDBOOK_CHOICE = "handbook.choice", 422, "the handbook has no such phase, topic or level"

    BACKUP_UNREADABLE = "backup.unreadable", 422, "a backup, or a file that is to be saved, cannot be read"
    BACKUP_DAMAGED = "backup.damaged", 422, "a backup holds other files than its list names"
    BACKUP_OCCUPIED = "backup.occupied", 422, "the data folder holds what a backup would bring back"
    BACKUP_UNWRITABLE = "backup.unwritable", 422, "a backup, or what it brings back, cannot be written"
    BACKUP_STORE = "backup.store", 422, "the store of a backup is of another kind than the one that is set"
    BACKUP_TOOL = "backup.tool", 503, "a program of PostgreSQL is missing or failed"

    SETUP_EXTRA = "setup.extra", 503, "a library of an optional part of the package is not installed"
    SETUP_SETTING = "setup.setting", 503, "a setting has a value that cannot be used"

    CORPUS_UNREADABLE = "corpus.unreadable", 500, "the file cannot be opened or is broken"
    CORPUS_UNSUPPORTED = "corpus.unsupported", 500, "there is no reader for this kind of file"
    CORPUS_ENCRYPTED = "corpus.encrypted", 500, "the file is protected by a password"
    CORPUS_EMPTY = "corpus.empty", 500, "the file, or the whole corpus, is empty"
    CORPUS_NO_TEXT = "corpus.no_text", 500, "the file holds no text, such as a scan without OCR"
    CORPUS_NO_OCR = "corpus.no_ocr", 500, "Tesseract with its Vietnamese data is not installed"
    CORPUS_TOO_LARGE = "corpus.too_large", 500, "the file passes a limit on size, pages or memory"
    CORPUS_TIMEOUT = "corpus.timeout", 500, "reading the file took longer than allowed"
    CORPUS_READER_MISSING = "corpus.reader_missing", 500, "the library that reads this kind of file is not installed"
    CORPUS_FOREIGN = "corpus.foreign", 500, "the text is not Vietnamese, or has no diacritics"
    CORPUS_NOT_REGULATION = "corpus.not_regulation", 500, "nothing in the file looks like a regulation"
    CORPUS_FILE_NAME = "corpus.file_name", 500, "the name of the file is not UTF-8"
    CORPUS_ALREADY_LOADED = "corpus.already_loaded", 500, "the same file or text is loaded already"
    CORPUS_NUMBER_CONFLICT = (
        "corpus.number_conflict",
        500,
        "two files claim one document, or a loaded one has another text",
    )
    CORPUS_UNKNOWN_RECORD = "corpus.unknown_record", 500, "the catalogue has no such record"
    CORPUS_OUTRANKED = "corpus.outranked", 500, "a document is said to end one of a higher body"
    CORPUS_NOT_LOADED = "corpus.not_loaded", 500, "the library does not hold this document"
    CORPUS_NO_HISTORY = "corpus.no_history", 500, "the library has no earlier version to go back to"
    CORPUS_DAMAGED = "corpus.damaged", 500, "a stored file of the library cannot be read back"
    CORPUS_DUPLICATE_ID = "corpus.duplicate_id", 500, "two documents carry the same id"
    CORPUS_SUCCESSOR_CYCLE = "corpus.successor_cycle", 500, "documents replace one another in a circle"
    CORPUS_CATALOGUE = "corpus.catalogue", 500, "the shipped catalogue is faulty"
    CORPUS_DIGEST = "corpus.digest", 500, "a file of the shipped digest is faulty"
    CORPUS_ABBREVIATIONS = "corpus.abbreviations", 500, "the table of abbreviations is faulty"
    CORPUS_PHRASINGS = "corpus.phrasings", 500, "a file of everyday questions is faulty"
    CORPUS_HANDBOOK = "corpus.handbook", 500, "the plan of the handbook is faulty"
    CORPUS_DECISIONS = "corpus.decisions", 500, "a file of the acts that rules decide is faulty"
    CORPUS_PROPOSALS = "corpus.proposals", 500, "a file of rules of the intake of proposals is faulty"
    CORPUS_CHAT = "corpus.chat", 500, "a file of what the chat page offers is faulty"

    INDEX_MISSING = "index.missing", 503, "no index has been built"
    INDEX_DENIED = "index.denied", 503, "the files of the index may not be read by the user who runs this"
    INDEX_DAMAGED = "index.damaged", 503, "the index on disk is incomplete or was changed"
    INDEX_MISMATCH = "index.mismatch", 503, "the index was built from another corpus, encoder or settings"
    INDEX_ENCODER = "index.encoder", 503, "the encoder cannot be loaded"
    INDEX_URL = "index.url", 503, "the settings give no usable address of the index's database"
    INDEX_AWAY = "index.away", 503, "the index's database cannot be reached; answers go on without it", True
    INDEX_BUSY = "index.busy", 503, "another process is writing the index", True

    PROVIDER_TIMEOUT = "provider.timeout", 502, "the endpoint took longer than allowed", True
    PROVIDER_UNREACHABLE = "provider.unreachable", 502, "no connection to the endpoint", True
    PROVIDER_BUSY = "provider.busy", 502, "the endpoint is overloaded (429)", True
    PROVIDER_FAILED = "provider.failed", 502, "the endpoint failed (5xx)", True
    PROVIDER_CUT = "provider.cut", 502, "the endpoint ended the answer in the middle", True
    PROVIDER_GARBLED = "provider.garbled", 502, "the endpoint does not keep to the protocol"
    PROVIDER_REFUSED = "provider.refused", 502, "the endpoint refuses the content"
    PROVIDER_DENIED = "provider.denied", 502, "the endpoint does not accept the key"
    PROVIDER_UNKNOWN_MODEL = "provider.unknown_model", 502, "the endpoint has no model of this name"
    PROVIDER_REQUEST = "provider.request", 502, "the endpoint does not accept the request"
    PROVIDER_UNEXPECTED = "provider.unexpected", 502, "the call failed in a way not foreseen; the log names the class"
    PROVIDER_RESTING = "provider.resting", 502, "not called: the endpoint kept failing and is left alone a while", True
    PROVIDER_SETTINGS = "provider.settings", 502, "the settings name a model that cannot be used"

    MODEL_JSON = "model.json", 502, "the model's output is no JSON"
    MODEL_FORM = "model.form", 502, "the model's output is JSON of another form than asked for"
    MODEL_UNFINISHED = "model.unfinished", 502, "the model ran into its length limit"
    MODEL_TOO_LONG = "model.too_long", 502, "the model's output is longer than it may be"
    MODEL_TOO_MANY = "model.too_many", 502, "the model proposes more claims than it may"

    SERVER_STARTING = "server.starting", 503, "the server is still loading the assistant", True
    SERVER_BUSY = "server.busy", 503, "too many questions are waiting", True
    SERVER_TIMEOUT = "server.timeout", 504, "the question took longer than allowed", True
    SERVER_INTERNAL = "server.internal", 500, "an error not foreseen; details stand in the server's log only"

    STORE_AWAY = "store.away", 503, "the database cannot be reached or cannot write now; answers go on", True
    STORE_VERSION = "store.version", 503, "the tables of the store are newer than this program"
    STORE_URL = "store.url", 503, "the settings give no usable address of a store"
    LIMIT_REACHED = "limit.reached", 429, "more was asked for than the limit allows", True

    PROPOSAL_INVALID = "proposal.invalid", 422, "fields of a proposal are missing or wrong; nothing was stored"
    PROPOSAL_TRAP = "proposal.trap", 422, "a field that only machines see was filled in; nothing was stored"
    PROPOSAL_CLASSIFIED = "proposal.classified", 422, "the text looks classified; nothing was stored"
    PROPOSAL_PERSONAL = "proposal.personal", 422, "the text holds data of persons; nothing was stored"
    PROPOSAL_CHALLENGE = "proposal.challenge", 422, "the form's challenge is old, not ours, or not solved"
    PROPOSAL_REPEATED = "proposal.repeated", 409, "another proposal was stored with this challenge, and is kept"
    PROPOSAL_NOT_FOUND = "proposal.not_found", 404, "no proposal has this number and code"
    PROPOSAL_CHANGED = "proposal.changed", 409, "somebody else changed the proposal meanwhile", True
    PROPOSAL_STATE = "proposal.state", 409, "the proposal is in a state that does not allow this"
    PROPOSAL_REPLY = "proposal.reply", 422, "the reply is empty, too long, or cites what is not loaded"

    REQUEST_BAD = "request.bad", 400, "the body of the request cannot be read"
    REQUEST_HOST = "request.host", 400, "the request names a host that the server does not answer for"
    REQUEST_ORIGIN = "request.origin", 403, "a page of another origin calls the chat"
    REQUEST_METHOD = "request.method", 405, "the address does not take this method"
    REQUEST_TOO_LARGE = "request.too_large", 413, "the body of the request is too large"
    REQUEST_INVALID = "request.invalid", 422, "a field is missing, unknown or of the wrong kind"
    REQUEST_LEFT = "request.left", 499, "the client closed the connection before the answer; nobody reads this"
    REQUEST_REFUSED = "request.refused", 400, "any other refusal of the HTTP framework, under its own status"

    RESOURCE_NOT_FOUND = "resource.not_found", 404, "no page has this address"
    CHAT_CLOSED = "chat.closed", 404, "the chat that an action belongs to is not open any more"
    DOCUMENT_NOT_FOUND = "document.not_found", 404, "no document has this id"
    DOCUMENT_NO_ORIGINAL = "document.no_original", 404, "the document has no original file to download"
    CALCULATION_NOT_FOUND = "calculation.not_found", 404, "no calculator has this name"
    PROVISION_NOT_FOUND = "provision.not_found", 404, "no provision has this id"

    ACCOUNT_SETTINGS = "account.settings", 503, "the settings of sign-on cannot be used"
    ACCOUNT_SIGN_IN = "account.sign_in", 401, "nobody is signed in, or the session has ended"
    ACCOUNT_FORBIDDEN = "account.forbidden", 403, "the role or key of the caller does not allow this"
    ACCOUNT_NO_ROLE = "account.no_role", 403, "the sign-on server gives the person no role here"
    ACCOUNT_CSRF = "account.csrf", 403, "a form without the mark of the session it was shown to"
    ACCOUNT_STATE = "account.state", 400, "the sign-in was not begun here, took too long or was used before"
    ACCOUNT_DENIED = "account.denied", 403, "the sign-on server turned the person away"
    ACCOUNT_TOKEN = "account.token", 403, "the sign-on server's token is forged, over, or meant for somebody else"
    ACCOUNT_ISSUER = "account.issuer", 502, "the sign-on server cannot be reached, or breaks the rules", True
    KEY_INVALID = "key.invalid", 401, "the API key is unknown or not of the form"
    KEY_REVOKED = "key.revoked", 401, "the API key was revoked or is over"
    KEY_FORM = "key.form", 422, "an API key cannot be made as asked"
    AUDIT_BROKEN = "audit.broken", 500, "the audit log was changed after it was written"
    UPLOAD_FORM = "upload.form", 422, "the upload holds no file, or its name cannot be kept"
    UPLOAD_GONE = "upload.gone", 404, "the uploaded file was published, dropped or is too old"
    JOB_RUNNING = "job.running", 409, "another change of documents or index is under way"
    JOB_NOT_FOUND = "job.not_found", 404, "no change has this number"

    EVAL_BAD_CASES = "eval.bad_cases", 422, "a file of cases or attacks has faulty lines"
    EVAL_NO_CASES = "eval.no_cases", 422, "there is no case to work on"
    EVAL_NO_SUITE = "eval.no_suite", 422, "no suite has this name"
    EVAL_BAD_SPLIT = "eval.bad_split", 422, "the record of the frozen suites is faulty"
    EVAL_BAD_GATES = "eval.bad_gates", 422, "the file of gates is faulty"
    EVAL_BAD_PAIRS = "eval.bad_pairs", 422, "a file of claim and quote pairs has faulty lines"
    EVAL_NO_RUN = "eval.no_run", 422, "there is no run of this name"
    EVAL_NO_BASELINE = "eval.no_baseline", 422, "no baseline has been blessed"
    EVAL_NOTHING_SHARED = "eval.nothing_shared", 422, "two runs have no case in common"
    EVAL_INCOMPLETE = "eval.incomplete", 422, "an unfinished run cannot become the baseline"
    EVAL_SEEDED_FAULT = "eval.seeded_fault", 422, "a run with a seeded fault cannot become the baseline"
    EVAL_TWO_CORPORA = "eval.two_corpora", 422, "suites of different corpora were asked for in one run"
    EVAL_VARIANT = "eval.variant", 422, "the seeded fault is unknown or cannot be used here"
    EVAL_EXTERNAL_MISSING = "eval.external_missing", 422, "a file of an external set is missing"
    EVAL_EXTERNAL_EMPTY = "eval.external_empty", 422, "an external set has no usable row"
    EVAL_SERVER = "eval.server", 502, "the evaluated server cannot be reached or does not speak the API"


class _Described(StrEnum):
    """A code with its meaning only."""

    meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Self:
        """One member; the value stays a plain string."""
        code = str.__new__(cls, value)
        code._value_ = value
        code.meaning = meaning
        return code


class DefectCode(_Described):
    """Code of a ``Defect``: what was found in a file while it was read."""

    REPAIR_TCVN3 = "repair.tcvn3", "TCVN3 text was converted to Unicode"
    REPAIR_VNI = "repair.vni", "VNI text was converted to Unicode"
    REPAIR_VISCII = "repair.viscii", "VISCII text was converted to Unicode"
    REPAIR_NFC = "repair.nfc", "decomposed characters were composed"
    REPAIR_FONT_MAP = "repair.font_map", "ƣ and Ƣ of a broken font table became ư and Ư"
    REPAIR_LOOKALIKE = "repair.lookalike", "look-alikes of Đ were replaced"
    REPAIR_LIGATURE = "repair.ligature", "ligatures were taken apart"
    REPAIR_SOFT_HYPHEN = "repair.soft_hyphen", "soft hyphens and invisible characters were dropped"
    REPAIR_CONTROL = "repair.control", "control characters were dropped"
    REPAIR_BROKEN_SENTENCE = "repair.broken_sentence", "sentences cut by a stray break were joined"
    REPAIR_HYPHEN_LINE_END = "repair.hyphen_line_end", "words hyphenated at a line's end were joined"
    REPAIR_PAGE_NUMBER = "repair.page_number", "page numbers were dropped"
    REPAIR_PAGE_FURNITURE = "repair.page_furniture", "lines repeated at head or foot of the pages were dropped"
    REPAIR_AUTO_NUMBERING = "repair.auto_numbering", "automatic numbers of Word were written out"
    REPAIR_DECLARED_ENCODING = "repair.declared_encoding", "a web page declares another encoding than it has"
    REPAIR_TABLE_BARS = "repair.table_bars", "stray bars of a crawled table were dropped"
    DOUBT_ENCODING = "doubt.encoding", "the encoding is unclear and was read as windows-1252"
    DOUBT_OCR = "doubt.ocr", "pages were recognised by OCR and must be compared with the original"
    DOUBT_OCR_PAGE = "doubt.ocr_page", "a recognised page is hardly legible"
    REPAIR_OCR = "repair.ocr", "diacritics of recognised words were put right by the usage of the corpus"
    DOUBT_PRIVATE_USE = "doubt.private_use", "characters of a font's own were left as they are"
    DOUBT_HIDDEN = "doubt.hidden", "text that the author does not show was left out"
    REPAIR_WEB_FURNITURE = "repair.web_furniture", "menus and lists of links of a saved page were dropped"
    DOUBT_TRACKED_CHANGES = "doubt.tracked_changes", "what tracked changes delete was not read"
    LOSS_FOOTNOTES = "loss.footnotes", "footnotes were not read"
    LOSS_IMAGES = "loss.images", "images were not read"
    LOSS_PAGE_UNREADABLE = "loss.page_unreadable", "a page is broken"
    LOSS_PAGE_WITHOUT_TEXT = "loss.page_without_text", "a page holds no text"
    LOSS_REPLACEMENT = "loss.replacement", "characters could not be read"
    STRUCTURE_OUT_OF_SEQUENCE = "structure.out_of_sequence", "a marker does not fit the sequence and was taken for text"
    STRUCTURE_GAP = "structure.gap", "the sequence of units has a gap"
    STRUCTURE_DUPLICATE = "structure.duplicate", "two units carry the same name"
    STRUCTURE_UNKNOWN = "structure.unknown", "no điều, khoản or điểm was recognised; each paragraph is a unit"
    HEAD_NO_NUMBER = "head.no_number", "the head names no document number"
    HEAD_NO_DATE = "head.no_date", "the head names no day of issue"
    HEAD_DATE_DIFFERS = "head.date_differs", "the head's day of issue differs from the catalogue's"
    HEAD_NO_VALID_FROM = "head.no_valid_from", "no start of validity was found"
    HEAD_CONTRADICTS = "head.contradicts", "number and kind name two sorts of document"
    HEAD_OWN_END = "head.own_end", "the document says when it ends itself, with exceptions; not taken over"
    HEAD_NOT_REVIEWED = "head.not_reviewed", "an OCR text was not yet compared with the original"
    EFFECT_UNCONFIRMED = (
        "effect.unconfirmed",
        "the text says it replaces a known document; the operator must confirm it",
    )
    EFFECT_PART = "effect.part", "the text replaces a part of a known document; the rest stays in force"
    EFFECT_OUTRANKED = "effect.outranked", "the text would end a document of a higher body"
    REGISTRY_PROPOSAL = "registry.proposal", "the document is not in the catalogue; a record is proposed"
    REFERENCES_UNRESOLVED = "references.unresolved", "references whose target is not known"
    CORPUS_WRONG_TYPE = "corpus.wrong_type", "the file's suffix does not fit its content"


class FindingCode(_Described):
    """Code of a finding of ``python -m indexing check`` about catalogue and documents."""

    DUPLICATE_ID = "check.duplicate_id", "an id is used twice"
    CLAIMED_TWICE = "check.claimed_twice", "several documents claim one record"
    SAME_NUMBER = "check.same_number", "two records share number, issuer and day"
    UNKNOWN_RECORD = "check.unknown_record", "a record names another one that is not in the catalogue"
    OVERLAP = "check.overlap", "a document and the one it replaces are in force together"
    NO_SOURCE = "check.no_source", "a provision of the digest names no source"
    UNKNOWN_SOURCE = "check.unknown_source", "a source mark is not in the list of sources"
    UNKNOWN_BASIS = "check.unknown_basis", "the legal basis names a document that is not in the catalogue"
    VAGUE_BASIS = "check.vague_basis", "the legal basis names no document number"
    OUTSIDE = "check.outside", "a provision's validity lies outside its document's"
    REFERENCE = "check.reference", "a reference leads nowhere"
    FIGURES = "check.figures", "one fact is stated with different figures"
    FIGURES_OFFICIAL = "check.figures_official", "a figure of the digest is not in the official text"


def document() -> Iterator[str]:
    """The lines of ``docs/errors.md``."""
    yield "# Codes"
    yield ""
    yield "Written by `python -m corpus.core.codes > docs/errors.md` from the catalogue `corpus/core/codes.py`."
    yield "The reasons of the verifier are in [verifier.md](verifier.md)."
    yield ""
    yield "## Errors"
    yield ""
    yield "`status` is that of the HTTP response when the error leaves through the API. Commands print the code and"
    yield "end with 2 for the caller's mistakes, with 1 otherwise."
    yield ""
    names = ("code", "status", "try again", "meaning")
    yield from _table(names, ((code, code.status, _yes(code.retryable), code.meaning) for code in Code))
    yield ""
    yield "## Defects of files"
    yield ""
    yield "In the report of `python -m indexing add`."
    yield ""
    yield from _table(("code", "meaning"), ((code, code.meaning) for code in DefectCode))
    yield ""
    yield "## Findings about the corpus"
    yield ""
    yield "In the report of `python -m indexing check`, beside errors of the corpus."
    yield ""
    yield from _table(("code", "meaning"), ((code, code.meaning) for code in FindingCode))


def _yes(value: bool) -> str:
    return "yes" if value else ""


def _table(names: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(names)} |"
    yield f"|{'---|' * len(names)}"
    for code, *rest in rows:
        yield f"| `{code}` | {' | '.join(map(str, rest))} |"


if __name__ == "__main__":
    sys.stdout.write("\n".join(document()) + "\n")
