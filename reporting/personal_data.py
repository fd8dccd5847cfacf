"""The tables of reporting, field by field (``organisations.data_kinds``). A report counts persons and names none."""

from organisations.data_kinds import Kind, Table, register

TABLES = [
    Table("reporting.Target", {Kind.TECHNICAL: "id region", Kind.BUSINESS: "kind on value source version_on"}),
    Table("reporting.BudgetLine", {Kind.TECHNICAL: "id region", Kind.BUSINESS: "side category year amount source"}),
    Table(
        "reporting.Report",
        {
            Kind.TECHNICAL: "id region organisation requested_by sha256",
            Kind.BUSINESS: "kind period version status progress error",
            Kind.RECORD: "manager_text snapshot",
            Kind.MOMENT: "requested_at frozen_at ready_at",
        },
    ),
    Table(
        "reporting.ReportFile",
        {
            Kind.TECHNICAL: "id report sha256",
            Kind.BUSINESS: "format size",
            Kind.RECORD: "content",
            Kind.MOMENT: "made_at",
        },
    ),
]

register(TABLES)
