"""What columns can be mapped onto: the objects and fields an import can fill, and nothing else.

The list is the guard: a column can only ever become one of these fields, so no file can set a role, a right or a
price floor, whatever its headers say.
"""

from __future__ import annotations

from tongxin.crm.records import RECORDS
from tongxin.importers.mapping.declared import declared_fields, needed_of
from tongxin.importers.mapping.kinds import IMPORTABLE, Field, Kind, Target
from tongxin.records.definition import Definition

__all__ = ["DECLARED", "FIELDS", "IMPORTABLE", "NEEDED", "Field", "Kind", "Target", "field_of", "fields_of"]

# Declared objects that files can fill: those with a target of their kind.
DECLARED: dict[Target, Definition] = {
    Target(definition.kind.value): definition
    for definition in RECORDS
    if definition.in_files and definition.kind.value in Target.__members__
}


def _fields(target: Target, spec: str) -> list[Field]:
    """Read a compact list: `name`, `name:KIND`, `name:KIND:length`, `name->TARGET` (by id), `name=>TARGET` (by name)."""
    found = []
    for word in spec.split():
        if "=>" in word or "->" in word:
            arrow = "=>" if "=>" in word else "->"
            name, _, points_at = word.partition(arrow)
            kind = Kind.TEXT if arrow == "=>" else Kind.ID
            found.append(Field(target, name, kind, 200, Target(points_at), arrow == "=>"))
            continue
        name, _, rest = word.partition(":")
        kind_text, _, length = rest.partition(":")
        found.append(Field(target, name, Kind(kind_text or "TEXT"), int(length or 200)))
    return found


_OWNER = "owner_id->USER owner_name=>USER owner_email=>USER"

FIELDS: tuple[Field, ...] = (
    *_fields(
        Target.USER,
        "external_id:ID username full_name:TEXT:120 first_name:TEXT:60 last_name:TEXT:60 email:EMAIL "
        "manager_id->USER manager_name=>USER team_name:TEXT:120 is_active:FLAG",
    ),
    *_fields(
        Target.ACCOUNT,
        "external_id:ID name name_latin short_name:TEXT:60 alias parent_id->ACCOUNT parent_name=>ACCOUNT industry:ENTRY "
        "segment:ENTRY tier:ENTRY region:ENTRY tax_id:TAX_ID country:TEXT:60 city street:TEXT:300 state "
        "postal_code:TEXT:20 address:TEXT:300 currency:CURRENCY website phone:PHONE:60 employees:WHOLE "
        f"annual_revenue:AMOUNT founded_year:YEAR situation:TEXT:20000 merged_into_id->ACCOUNT status:CODE is_active:FLAG "
        f"is_deleted:FLAG {_OWNER}",
    ),
    *_fields(
        Target.TEAM,
        "external_id:ID account_id->ACCOUNT account_name=>ACCOUNT user_id->USER user_name=>USER function:CODE "
        "since:DATE is_deleted:FLAG",
    ),
    *_fields(
        Target.PERSON,
        "external_id:ID full_name:TEXT:120 last_name:TEXT:60 first_name:TEXT:60 name_latin:TEXT:120 "
        "form_of_address:TEXT:60 email:EMAIL:254 phone:PHONE:60 phone_code:TEXT:8 mobile:PHONE:60 title:TEXT:160 department:TEXT:120 "
        "account_id->ACCOUNT account_name=>ACCOUNT reports_to_id->PERSON reports_to_name=>PERSON note:TEXT:20000 "
        f"source:TEXT:120 merged_into_id->PERSON status:CODE is_active:FLAG is_deleted:FLAG {_OWNER}",
    ),
    *_fields(
        Target.POST,
        "external_id:ID account_id->ACCOUNT account_name=>ACCOUNT contact_id->PERSON contact_name=>PERSON "
        "contact_email=>PERSON title:TEXT:160 department:TEXT:120 since:DATE until:DATE is_direct:FLAG is_active:FLAG "
        "is_deleted:FLAG",
    ),
    *_fields(
        Target.OPPORTUNITY,
        "external_id:ID name account_id->ACCOUNT account_name=>ACCOUNT stage:CODE amount:AMOUNT won_amount:AMOUNT "
        "currency:CURRENCY probability:PERCENT close_on:DATE closed_on:DATE started_on:DATE is_closed:FLAG is_won:FLAG "
        "stage_since:DATE loss_reason:ENTRY next_step next_step_on:DATE source:ENTRY description:TEXT:20000 "
        "product_name=>PRODUCT product_id->PRODUCT quantity:AMOUNT competitor_name=>COMPETITOR contact_id->PERSON "
        f"contact_name=>PERSON status:CODE is_active:FLAG is_private:FLAG is_lead:FLAG is_deleted:FLAG {_OWNER}",
    ),
    *_fields(
        Target.STAGE_HISTORY,
        "external_id:ID opportunity_id->OPPORTUNITY opportunity_name=>OPPORTUNITY stage:CODE entered_at:MOMENT "
        "field_name old_value new_value probability:PERCENT is_deleted:FLAG",
    ),
    *_fields(
        Target.LINE_ITEM,
        "external_id:ID opportunity_id->OPPORTUNITY opportunity_name=>OPPORTUNITY product_id->PRODUCT "
        "product_name=>PRODUCT quantity:AMOUNT unit_price:AMOUNT total_price:AMOUNT currency:CURRENCY is_deleted:FLAG",
    ),
    *_fields(
        Target.CONTACT_ROLE,
        "external_id:ID opportunity_id->OPPORTUNITY opportunity_name=>OPPORTUNITY contact_id->PERSON "
        "contact_name=>PERSON contact_email=>PERSON role:CODE is_primary:FLAG is_deleted:FLAG",
    ),
    *_fields(
        Target.ACTIVITY,
        "external_id:ID kind:CODE subtype:CODE subject text:TEXT:50000 occurred_at:MOMENT due_on:DATE location "
        "account_id->ACCOUNT account_name=>ACCOUNT contact_id->PERSON contact_name=>PERSON opportunity_id->OPPORTUNITY "
        "opportunity_name=>OPPORTUNITY related_id->OPPORTUNITY related_name=>OPPORTUNITY status:CODE is_done:FLAG "
        f"is_private:FLAG is_deleted:FLAG {_OWNER}",
    ),
    *_fields(
        Target.PROMISE,
        "external_id:ID text:TEXT:300 due_on:DATE account_id->ACCOUNT account_name=>ACCOUNT contact_id->PERSON "
        "contact_name=>PERSON opportunity_id->OPPORTUNITY opportunity_name=>OPPORTUNITY related_id->OPPORTUNITY "
        f"related_name=>OPPORTUNITY status:CODE is_done:FLAG is_private:FLAG is_deleted:FLAG {_OWNER}",
    ),
    *(field for target, definition in DECLARED.items() for field in declared_fields(target, definition)),
)

_BY_NAME = {(field.target, field.name): field for field in FIELDS}


def field_of(target: Target, name: str) -> Field:
    """Return the field called `name` of `target`; raises KeyError for anything an import may not fill."""
    return _BY_NAME[target, name]


def fields_of(target: Target) -> tuple[Field, ...]:
    """Return the fields of `target` in their usual order."""
    return tuple(field for field in FIELDS if field.target is target)


# Without one of these groups of fields a row says nothing: each group lists alternatives.
NEEDED: dict[Target, tuple[tuple[str, ...], ...]] = {
    Target.USER: (("full_name", "last_name", "username", "email"),),
    Target.ACCOUNT: (("name",),),
    Target.TEAM: (("account_id", "account_name"), ("user_id", "user_name")),
    Target.PERSON: (("full_name", "last_name", "first_name"),),
    Target.OPPORTUNITY: (("name", "external_id"), ("stage",)),
    Target.CONTACT_ROLE: (
        ("opportunity_id", "opportunity_name"),
        ("contact_id", "contact_name", "contact_email"),
    ),
    Target.POST: (("account_id", "account_name"), ("contact_id", "contact_name", "contact_email")),
    Target.STAGE_HISTORY: (("opportunity_id", "opportunity_name"), ("stage", "new_value")),
    Target.LINE_ITEM: (("opportunity_id", "opportunity_name"), ("product_id", "product_name")),
    Target.ACTIVITY: (("text", "subject"),),
    Target.PROMISE: (("text",),),
    **{target: needed_of(definition) for target, definition in DECLARED.items()},
}
