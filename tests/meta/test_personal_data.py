"""Every model says which of its fields hold personal data, and why they are kept."""

import pytest
from django.apps import apps
from django.db import models

TELLING_NAMES = {"username", "display_name", "full_name", "email", "phone", "mobile", "address", "birthday"}
PEOPLE = {"team.User", "crm.Person"}

OURS = [model for model in apps.get_models() if model.__module__.startswith("tongxin.")]


def is_telling(field: models.Field) -> bool:
    """Say whether a field holds personal data by its nature: a person, a way to reach one, or free text."""
    if isinstance(field, models.ForeignKey | models.ManyToManyField):
        return field.related_model._meta.label in PEOPLE
    return isinstance(field, models.EmailField | models.TextField) or field.name in TELLING_NAMES


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_model_declares_its_personal_data(model):
    assert "PERSONAL" in vars(model), "declare PERSONAL, {} when the model holds none"
    fields = {field.name: field for field in model._meta.get_fields() if isinstance(field, models.Field)}
    assert set(model.PERSONAL) <= set(fields)
    assert all(model.PERSONAL.values()), "say why it is kept"
    silent = {name for name, field in fields.items() if is_telling(field)} - set(model.PERSONAL)
    assert silent == set(), "these hold people, ways to reach them or free text"


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_restricted_fields_exist(model):
    fields = {field.name for field in model._meta.get_fields()}
    assert set(getattr(model, "RESTRICTED", {})) <= fields
