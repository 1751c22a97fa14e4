"""What is said of text that a machine has read from pictures: it may have wrong characters."""

from indexer.i18n import Message, _

MARK = _("机器识别")


def machine_read_message(counted: Message) -> Message:
    """What is said of so many of the counted things."""
    return _("其中 {counted}出自机器识别的文字，可能有错字", counted=counted)
