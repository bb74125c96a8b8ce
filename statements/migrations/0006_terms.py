"""The glossary, with the terms that statements on NATO are full of."""

import django.contrib.postgres.fields
from django.db import migrations, models


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


class Migration(migrations.Migration):
    dependencies = [
        ("statements", "0005_entries"),
    ]

    operations = [
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True)),
                (
                    "words_en",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        help_text="Separated by commas",
                        size=None,
                        verbose_name="in English",
                    ),
                ),
                (
                    "words_fr",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        help_text="Separated by commas",
                        size=None,
                        verbose_name="in French",
                    ),
                ),
                (
                    "words_it",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        help_text="Separated by commas",
                        size=None,
                        verbose_name="in Italian",
                    ),
                ),
                ("updated", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.RunPython(add_terms, migrations.RunPython.noop),
    ]
