"""Settings from the environment (prefix ``TLDH_``) or a ``.env`` file; the only reader of the environment.

Every value has a default that works with no network, no GPU and no model server.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.core.codes import Code
from corpus.core.errors import SetupError
from corpus.core.installation import HOME

_ORIGIN = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?/?")
LAST_PORT = 65535


class Settings(BaseSettings):
    """All settings of a running assistant; documented in ``docs/operations.md``.

    Raises:
        SetupError: ``setup.setting``, naming each value that cannot be used.
    """

    model_config = SettingsConfigDict(
        env_prefix="TLDH_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    home: Path = Field(default=HOME, description="Folder of encoder, library and index.")
    corpus: Literal["merged", "shipped", "official"] = Field(
        default="merged",
        description="merged: digest and loaded official texts; shipped: digest; official: loaded texts.",
    )
    encoder: str = Field(default="bundled", description="bundled, or a sentence-transformers model name or folder.")
    weight_lexical: float = Field(default=0.6, ge=0)
    weight_dense: float = Field(default=0.4, ge=0)
    model: str = Field(default="", description="Chat model as provider:name; empty means extractive answers only.")
    model_url: str = Field(default="", description="OpenAI-compatible endpoint of the chat model.")
    model_key: str = Field(default="", description="Key of the endpoint; never logged.")
    model_timeout_s: float = Field(default=30.0, gt=0)
    store_url: str = Field(
        default="", description="Address of the store, SQLite or PostgreSQL; empty means a file in the data folder."
    )
    index_url: str = Field(
        default="", description="PostgreSQL with pgvector that vectors are searched on; empty: in the process."
    )
    proposal_days: int = Field(default=730, ge=1, description="Days that a closed proposal is kept.")
    contact_days: int = Field(default=90, ge=0, description="Days that a contact is kept after the closing.")
    keep_questions: bool = Field(default=False, description="Whether unanswered questions are kept in their words.")
    question_days: int = Field(default=90, ge=0, description="Days that such a question is kept.")
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = Field(
        default=1, ge=1, le=64, description="Above 1: processes of the API, beside one that serves the chat as well."
    )
    api_port: int = Field(default=0, ge=0, le=65535, description="Port of these processes; 0: the one after the port.")
    allowed_origins: str = Field(default="", description="Origins that may embed or call the chat, comma separated.")
    allowed_hosts: str = Field(default="", description="Host names the server answers for; empty means any.")
    public: bool = Field(default=True, description="Reading and asking need no account.")
    public_url: str = Field(default="", description="Address of the server as browsers see it; needed for sign-on.")
    oidc_issuer: str = Field(default="", description="Sign-on server; empty means that there are no accounts.")
    oidc_client_id: str = ""
    oidc_client_secret: str = Field(default="", description="Never logged.")
    oidc_scope: str = "openid profile"
    oidc_role_claim: str = Field(default="roles", description="Claim that holds the roles; dots lead into objects.")
    oidc_roles: str = Field(
        default="organiser=organiser,moderator=moderator,operator=operator",
        description="Value of the claim = role here, comma separated.",
    )
    session_idle_min: int = Field(default=60, ge=1, description="Minutes without use after which a session ends.")
    session_hours: int = Field(default=12, ge=1, description="Hours after which a session ends anyway.")
    address_limit: int = Field(default=0, ge=0, description="Questions a minute from one address; 0: any number.")
    upload_mb: int = Field(default=20, ge=1, le=100, description="Largest file that the operator's pages take, MiB.")
    max_concurrent: int = Field(default=4, ge=1)
    answer_timeout_s: float = Field(default=30.0, gt=0)
    log_format: Literal["text", "json"] = Field(default="text", description="json: one JSON object a line.")
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    metrics: str = Field(
        default="", description="Where metrics are told, as host:port of its own; empty means nowhere."
    )
    timezone: str = Field(default="Asia/Ho_Chi_Minh", description="Time zone whose day is today.")

    def __init__(self, **given: Any) -> None:
        try:
            super().__init__(**given)
        except ValidationError as error:
            wrong = [
                f"TLDH_{str(one['loc'][0]).upper()}: {one['msg'].removeprefix('Value error, ')}"
                for one in error.errors()
            ]
            raise SetupError(
                Code.SETUP_SETTING,
                f"Thiết lập không dùng được. {'; '.join(wrong)}.",
                hint="Sửa biến môi trường hoặc tệp .env; ý nghĩa từng thiết lập ở docs/operations.md.",
            ) from error

    @field_validator("allowed_origins")
    @classmethod
    def _are_origins(cls, text: str) -> str:
        for item in filter(None, (part.strip() for part in text.split(","))):
            origin = _ORIGIN.fullmatch(item)
            if origin is None or int(origin[1] or 0) > LAST_PORT:
                raise ValueError(
                    f"“{item}” không phải nguồn của trang web, dạng https://cong.example (có thể thêm :cổng)"
                )
        return text

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"không có múi giờ “{name}” trên máy này") from error
        return name

    @field_validator("metrics")
    @classmethod
    def _host_and_port(cls, text: str) -> str:
        host, _, port = text.rpartition(":")
        if text and not (host and port.isascii() and port.isdigit() and int(port) < 65536):
            raise ValueError(f"“{text}” không phải nơi lắng nghe, dạng máy:cổng như 127.0.0.1:9464")
        return text

    def metrics_address(self) -> tuple[str, int] | None:
        """Host and port at which metrics are told; ``None`` for nowhere."""
        host, _, port = self.metrics.rpartition(":")
        return (host.strip("[]"), int(port)) if self.metrics else None

    def api(self) -> int:
        """Port of the API's own processes, where there are any."""
        return self.api_port or self.port + 1

    def of_process(self, number: int) -> Settings:
        """These settings for one of several processes: each tells its metrics at a port of its own, counted on."""
        if not self.metrics:
            return self
        host, _, port = self.metrics.rpartition(":")
        return self.model_copy(update={"metrics": f"{host}:{int(port) + number}"})

    def store_address(self) -> str:
        """Address of the store: the one that is set, else an SQLite file in the data folder."""
        return self.store_url or f"sqlite:///{self.home.absolute() / 'store' / 'store.sqlite'}"

    def today(self) -> date:
        """Today in the time zone of the settings, wherever the machine stands."""
        return datetime.now(ZoneInfo(self.timezone)).date()
