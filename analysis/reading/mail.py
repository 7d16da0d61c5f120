"""E-mails and saved pages in one file (.eml, .mhtml) to the text of their article."""

import datetime as dt
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime

from analysis.reading.html import Page, read_page
from analysis.reading.limits import Unreadable
from analysis.reading.text import decode


def read_mail(data: bytes) -> Page:
    """Return the body of an e-mail, its subject as title, the sender's name as outlet, and the day it was sent.

    The plain version is taken where there is one, else the page inside. Raises Unreadable where there is neither.
    """
    message = _message(data)
    day = _day(message)
    plain = message.get_body(("plain",))
    if plain is not None and _text_of(plain).strip():
        sender = message["from"]
        name = sender.addresses[0].display_name if sender and sender.addresses else ""
        return Page(text=_text_of(plain), title=str(message["subject"] or ""), outlet=name, published=day)
    page = _page_in(message)
    return Page(text=page.text, title=str(message["subject"] or page.title), outlet=page.outlet, published=day)


def read_saved_page(data: bytes) -> Page:
    """Return the article on a page that a browser saved as one file."""
    return _page_in(_message(data))


def _message(data: bytes) -> EmailMessage:
    try:
        return message_from_bytes(data, _class=EmailMessage, policy=policy.default)
    except (MessageError, ValueError, TypeError) as error:
        raise Unreadable("This e-mail is damaged: save the text of the article as .txt.") from error


def _page_in(message: EmailMessage) -> Page:
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload:
                return read_page(payload)
    raise Unreadable("There is no text in this file: save the text of the article as .txt.")


def _text_of(part: MIMEPart) -> str:
    payload = part.get_payload(decode=True)
    return decode(payload, declared=part.get_content_charset()) if isinstance(payload, bytes) and payload else ""


def _day(message: EmailMessage) -> dt.date | None:
    try:
        return parsedate_to_datetime(str(message["date"])).date()
    except (ValueError, TypeError):
        return None
