"""Sign-in by OpenID Connect, where ``[auth]`` stands in .streamlit/secrets.toml; without it the app is for one person.

``[access]`` may name who is let in by e-mail: ``emails = ["ann@site.org", "@institute.org"]``, an address or a domain.
"""

import streamlit as st

from pages.parts.marked_text import literal


def guard() -> None:
    """Stop every page for those who have not signed in or are not let in; for others say who they are."""
    if not _is_set_up():
        return
    if not st.user.get("is_logged_in", False):
        st.title("On Record")
        st.write("This library is shared. Sign in to read it.")
        st.button("Sign in", type="primary", icon=":material/login:", on_click=st.login, key="sign-in")
        st.stop()
    if not is_let_in(email()):
        st.title("On Record")
        st.error(literal(f"{email()} is not among those who may read this library: ask who runs it."))
        st.button("Sign out", on_click=st.logout, key="sign-out")
        st.stop()
    with st.sidebar:
        st.caption(literal(f"Signed in as {email()}"))
        st.button("Sign out", on_click=st.logout, key="sign-out", type="tertiary", icon=":material/logout:")


def email() -> str:
    """Return the address of who is signed in, "" where nobody is."""
    return str(st.user.get("email") or "") if _is_set_up() else ""


def is_let_in(address: str) -> bool:
    """Tell whether an address is among those let in; without a list everybody is who can sign in."""
    listed = [str(entry).casefold() for entry in st.secrets.get("access", {}).get("emails", ())]
    domain = f"@{address.casefold().rpartition('@')[2]}"
    return not listed or bool({address.casefold(), domain} & set(listed))


def _is_set_up() -> bool:
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets
