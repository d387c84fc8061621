"""Forms: plain Django forms checked for shape here and for meaning by the domain."""

from goldthread.web.forms.base import Form
from goldthread.web.forms.dates import DateField, PrecisionField, TimeField
from goldthread.web.forms.fields import (
    AmountField,
    CheckField,
    ChecksField,
    ChoiceField,
    EmailField,
    FileField,
    FilesField,
    LongTextField,
    NumberField,
    SelectField,
    TextField,
    YesNoField,
)

__all__ = [
    "AmountField",
    "CheckField",
    "ChecksField",
    "ChoiceField",
    "DateField",
    "EmailField",
    "FileField",
    "FilesField",
    "Form",
    "LongTextField",
    "NumberField",
    "PrecisionField",
    "SelectField",
    "TextField",
    "TimeField",
    "YesNoField",
]
