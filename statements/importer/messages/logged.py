"""What the log of a document says was done, in English as all that the archive keeps; the desk shows it translated."""

from django.utils.translation import gettext_noop as _

OF_ARRIVALS = (
    _("Added: {name}."),
    _("Added: {name}, by the token “{token}”."),
    _("Added: fetched from {address}."),
    _("Added: fetched from {address}, although its robots.txt asks not to."),
    _("Added from the mail {name}: {what}."),
    _("Made anew of another part of the mail {name}: {what}."),
    _("the words of the mail"),
    _("Sent with it: {labels}."),
)

OF_PARAGRAPHS = (
    _("Split {place}."),
    _("Joined {place} with the next."),
    _("Dropped {place}."),
    _("Restored {place}."),
    _("{place} is now {label}, {what}."),
    _("nobody’s turn"),
    _("Changed {place} on its own page."),
    _("Deleted {place}."),
)

OF_PEOPLE = (
    _("Gave the turns of {turn} to {name}."),
    _("{name} takes part as {label}."),
    _("{name} no longer takes part as {label}."),
    _("Quoted {names} in {place}."),
    _("{name} is no longer quoted in {place} with characters {range}."),
    _("Issued by {name}."),
)

OF_FACTS = (
    _("Changed {changes}."),
    _("{label} from “{old}” to “{new}”"),
    _("Changed together with others: {changes}."),
    _("{label}: {old} → {new}"),
    _("Linked to its translation."),
    _("Unlinked from its translations."),
    _("Changed it."),
    _("Undid: {what}"),
)

OF_STATES = (
    _("Sent to review."),
    _("Sent to review: {note}"),
    _("Sent back: {note}"),
    _("Published."),
    _("Published. {note}"),
    _("Published. It will be public from {date}."),
    _("Published. It will be public from {date}. {note}"),
    _("Withdrawn: {note}"),
    _("Embargo ended: public at once."),
    _("Made a link to a preview."),
    _("Revoked a link to a preview."),
    _("Began to correct it."),
    _("Published the correction."),
    _("Published the correction: {note}"),
    _("Discarded the correction that {name} had begun."),
    _("Discarded the correction that somebody had begun."),
)

LOGGED = (*OF_ARRIVALS, *OF_PARAGRAPHS, *OF_PEOPLE, *OF_FACTS, *OF_STATES)
