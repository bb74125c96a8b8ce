"""The rows that a new archive begins with: the terms of its glossary, and the groups of people who work on it."""

from django.apps import apps as current
from django.contrib.auth.management import create_permissions

# name, in English, in French, in Italian
TERMS = [
    (
        "NATO",
        ["NATO", "North Atlantic Treaty Organization", "North Atlantic Treaty Organisation", "Atlantic Alliance"],
        ["OTAN", "Organisation du Traité de l'Atlantique Nord", "Alliance atlantique"],
        ["NATO", "Organizzazione del Trattato dell'Atlantico del Nord", "Alleanza atlantica"],
    ),
    (
        "North Atlantic Council",
        ["North Atlantic Council"],
        ["Conseil de l'Atlantique Nord"],
        ["Consiglio Nord Atlantico", "Consiglio Atlantico", "Consiglio dell'Atlantico del Nord"],
    ),
    (
        "North Atlantic Treaty",
        ["North Atlantic Treaty", "Washington Treaty"],
        ["Traité de l'Atlantique Nord", "Traité de Washington"],
        ["Trattato dell'Atlantico del Nord", "Trattato di Washington"],
    ),
    ("Secretary General", ["Secretary General"], ["Secrétaire général"], ["Segretario Generale"]),
    ("Article 5", ["Article 5"], ["article 5"], ["articolo 5"]),
    ("European Union", ["European Union", "EU"], ["Union européenne", "UE"], ["Unione europea", "UE"]),
    ("United Nations", ["United Nations", "UN"], ["Nations unies", "ONU"], ["Nazioni Unite", "ONU"]),
    ("Security Council", ["Security Council"], ["Conseil de sécurité"], ["Consiglio di sicurezza"]),
    (
        "OSCE",
        ["OSCE", "Organization for Security and Co-operation in Europe"],
        ["OSCE", "Organisation pour la sécurité et la coopération en Europe"],
        ["OSCE", "Organizzazione per la sicurezza e la cooperazione in Europa"],
    ),
    ("Strategic Concept", ["Strategic Concept"], ["Concept stratégique"], ["Concetto Strategico"]),
    ("Open Door", ["Open Door Policy"], ["politique de la porte ouverte"], ["politica della porta aperta"]),
    (
        "Membership Action Plan",
        ["Membership Action Plan"],
        ["plan d'action pour l'adhésion"],
        ["Piano d'azione per l'adesione"],
    ),
    ("Partnership for Peace", ["Partnership for Peace"], ["Partenariat pour la paix"], ["Partenariato per la Pace"]),
    (
        "defence ministers",
        ["defence ministers", "defense ministers"],
        ["ministres de la Défense"],
        ["ministri della difesa"],
    ),
    ("foreign ministers", ["foreign ministers"], ["ministres des Affaires étrangères"], ["ministri degli Esteri"]),
    ("collective defence", ["collective defence", "collective defense"], ["défense collective"], ["difesa collettiva"]),
    ("nuclear weapons", ["nuclear weapons"], ["armes nucléaires"], ["armi nucleari"]),
    ("ballistic missiles", ["ballistic missiles"], ["missiles balistiques"], ["missili balistici"]),
    ("terrorism", ["terrorism"], ["terrorisme"], ["terrorismo"]),
    ("cyber defence", ["cyber defence", "cyber defense"], ["cyberdéfense"], ["difesa cibernetica", "ciberdifesa"]),
    ("non-proliferation", ["non-proliferation"], ["non-prolifération"], ["non proliferazione"]),
    ("Western Balkans", ["Western Balkans"], ["Balkans occidentaux"], ["Balcani occidentali"]),
    ("Black Sea", ["Black Sea"], ["mer Noire"], ["Mar Nero"]),
    ("Mediterranean", ["Mediterranean"], ["Méditerranée"], ["Mediterraneo"]),
    ("Middle East", ["Middle East"], ["Moyen-Orient"], ["Medio Oriente"]),
]


def add_terms(apps, schema_editor):
    apps.get_model("statements", "Term").objects.bulk_create(
        apps.get_model("statements", "Term")(name=name, words_en=english, words_fr=french, words_it=italian)
        for name, english, french, italian in TERMS
    )


# Who may do what at the desk: contributors write drafts, editors publish, administrators do all.
CONTRIBUTOR = [
    *(f"{verb}_{model}" for model in ("document", "paragraph", "participation", "quotation") for verb in ("add", "change")),
    *("delete_paragraph", "delete_participation", "delete_quotation", "add_speaker"),
    *(f"view_{model}" for model in (
        "document", "paragraph", "participation", "quotation", "speaker", "office", "publisher", "source", "revision",
        "term", "watchedsource", "sourceitem")),
]  # fmt: skip
EDITOR = [
    *CONTRIBUTOR,
    "publish_document",
    *(f"{verb}_{model}" for model in ("speaker", "office", "publisher", "term") for verb in ("add", "change")),
    *("delete_office", "delete_term", "view_embargoreading"),
    *("add_watchedsource", "change_watchedsource", "delete_watchedsource"),
]


def make_groups(apps, schema_editor):
    """The permissions themselves are made after migrations, so that they are asked for here first."""
    using = schema_editor.connection.alias
    for app in ("statements", "auth"):
        create_permissions(current.get_app_config(app), verbosity=0, using=using)
    groups = apps.get_model("auth", "Group").objects.using(using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    ours = permissions.filter(content_type__app_label="statements")
    users = permissions.filter(content_type__app_label="auth", content_type__model__in=["user", "group"])
    granted = {
        "contributor": ours.filter(codename__in=CONTRIBUTOR),
        "editor": ours.filter(codename__in=EDITOR),
        "administrator": ours | users,
    }
    for name, allowed in granted.items():
        group, _ = groups.get_or_create(name=name)
        group.permissions.add(*allowed)
