"""Settings read from the environment: one documented class, `TONGXIN_*` names, `_FILE` for secrets."""

import os
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from tongxin.common.secret_files import ensure_secret


class Environment(BaseSettings):
    """Hold every setting an operator can make; each field is one `TONGXIN_<NAME>` variable."""

    model_config = SettingsConfigDict(env_prefix="TONGXIN_", extra="ignore")

    home: Path = Field(
        default=Path("var"), description="Folder for the database, uploads and the secret key."
    )
    secret_key: SecretStr | None = Field(
        default=None,
        description="Signs sessions. Left out, a key is made once and kept in HOME/secret_key (mode 0600).",
    )
    database_url: SecretStr = Field(
        default=SecretStr(""),
        description="postgresql://USER:PASSWORD@HOST:PORT/NAME, or sqlite:///PATH. "
        "Left out: an SQLite file in HOME.",
    )
    debug: bool = Field(default=False, description="Show tracebacks. Never on a server that others reach.")
    allowed_hosts: Annotated[list[str], NoDecode] = Field(
        default=["localhost", "127.0.0.1", "[::1]"],
        description="Host names this server answers to, separated by commas.",
    )
    trusted_origins: Annotated[list[str], NoDecode] = Field(
        default=[], description="Origins (https://host) allowed to send forms, when behind a proxy."
    )
    https: bool = Field(
        default=False, description="The site is reached over https: secure cookies, HSTS, proxy header."
    )
    trusted_proxies: int = Field(
        default=0,
        ge=0,
        le=10,
        description="How many proxies of our own stand before the server, each adding to X-Forwarded-For. Sign-in "
        "limits and the audit log then go by the address before them; with 0 the header is not read. "
        "With more than there are, a sender can choose the address.",
    )
    language: str = Field(default="zh-hant", description="Language before sign-in: zh-hant, zh-hans or en.")
    time_zone: str = Field(default="Asia/Taipei", description="Time zone of dates without one.")
    currency: str = Field(default="TWD", description="Reporting currency, ISO 4217.")
    fiscal_year_start: int = Field(
        default=1, ge=1, le=12, description="Month in which our own fiscal year starts."
    )
    max_upload_mb: int = Field(default=25, ge=1, le=1024, description="Largest attachment, in MiB.")
    max_import_mb: int = Field(default=100, ge=1, le=2048, description="Largest import file, in MiB.")
    api_rate_per_minute: int = Field(
        default=600, ge=1, description="API requests a minute for one token and one server process."
    )
    sign_in_attempts: int = Field(
        default=10, ge=3, description="Failed sign-ins for one name or address block in 15 minutes."
    )
    password_hash_slots: int = Field(
        default=2, ge=1, description="Password checks that may run at once in one server process."
    )
    job_lease_seconds: int = Field(
        default=30, ge=1, description="Seconds after which a background job whose worker died is taken over."
    )
    housekeeping_hours: int = Field(
        default=24,
        ge=1,
        le=720,
        description="Hours between two rounds of housekeeping: sessions and failed sign-ins that are over, kept "
        "answers and deleted files go.",
    )
    deleted_files_days: int = Field(
        default=30, ge=1, le=3650, description="Days for which a deleted file can be restored."
    )
    backup_folder: Path | None = Field(
        default=None,
        description="Folder for backups; left out, HOME/backups. Choose one on another disk or machine: a backup beside "
        "what it saves is lost with it.",
    )
    backup_hours: int = Field(
        default=24, ge=0, le=720, description="Hours between two backups made by the worker; 0 makes none."
    )
    backups_kept: int = Field(default=7, ge=1, le=1000, description="How many backups made by plan are kept.")
    audit_key: SecretStr = Field(
        default=SecretStr(""),
        description="Chains the audit log. Left out, a key is made once and kept in HOME/audit_key (mode 0600). Without "
        "the key nobody can prove the log, or write one that passes for it: keep a copy elsewhere.",
    )
    audit_seal: Path | None = Field(
        default=None,
        description="File that seals the end of the audit log outside the database; left out, HOME/audit_seal.json. "
        "On a disk that the database's administrator cannot write to, missing rows show to others too.",
    )
    company: str = Field(
        default="",
        description="Name of the company that uses Tongxin, where it stands among other suppliers.",
    )
    outbound_hosts: Annotated[list[str], NoDecode] = Field(
        default=[],
        description="Hosts from which tender sources may be fetched, separated by commas; one that starts with a dot stands "
        "for all below it. Left out, the server fetches nothing.",
    )
    outbound_http: bool = Field(
        default=False,
        description="Let tender sources be fetched over http too, which others can read and change.",
    )
    outbound_mb: int = Field(
        default=200, ge=1, le=10_000, description="Largest answer of a tender source, in MiB."
    )
    outbound_seconds: int = Field(
        default=900, ge=1, le=86_400, description="Longest time for fetching one tender source, in seconds."
    )
    font_folder: Path | None = Field(
        default=None,
        description="Folder with fonts for PDF files, beside those of the machine: TTF, OTF or TTC with Chinese glyphs.",
    )
    template_folder: Path | None = Field(
        default=None,
        description="Folder with own templates of documents: a file of the name of a built-in one takes its place "
        "(layout.typ for PDF, layout.docx for DOCX, NAME.LANGUAGE.md for a text).",
    )
    json_logs: bool = Field(default=False, description="Write logs as JSON lines.")

    @field_validator("allowed_hosts", "trusted_origins", "outbound_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value

    def signing_key(self) -> str:
        """Return the signing key, making and keeping one on the first start.

        Raises:
            OSError: the key file cannot be read or written.

        """
        if self.secret_key is not None:
            return self.secret_key.get_secret_value()
        path = self.home / "secret_key"
        return ensure_secret(path)


def read_environment() -> Environment:
    """Read the environment once, taking `TONGXIN_<NAME>_FILE` where `TONGXIN_<NAME>` is not set.

    Raises:
        pydantic.ValidationError: a value has the wrong form.
        OSError: a named secret file cannot be read.

    """
    from_files: dict[str, str] = {}
    for name in Environment.model_fields:
        variable = f"TONGXIN_{name.upper()}"
        file_name = os.environ.get(f"{variable}_FILE")
        if file_name and variable not in os.environ:
            from_files[name] = Path(file_name).read_text().strip()
    return Environment(**from_files)  # type: ignore[arg-type]
