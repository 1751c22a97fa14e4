"""BibTeX: an entry of kind @online, which biblatex has and BibTeX takes as @misc; @misc for what is not on the web."""

from searchui.search.citation.work import Work

_SIGNS = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # \{ would do for TeX, but BibTeX counts it as a brace
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "%$&#_"},
    }
)


def bibtex(work: Work) -> str:
    """Names and title are kept as they are by braces. An address stands as it is: `url` is read literally."""
    when, publication = work.date, work.publication
    fields = {
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in work.names),
        "title": f"{{{_escaped(work.title)}}}",
        "year": f"{when.year:04d}" if when else "",
        "date": str(when) if when else "",
        "eventtitle": _escaped(work.occasion or ""),
        "organization" if work.address else "howpublished": _escaped(publication.name) if publication else "",
        "url": work.address or "",
        "urldate": str(work.day) if work.address else "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{'online' if work.address else 'misc'}{{{work.key},", *lines, "}"])


def _escaped(text: str) -> str:
    return text.translate(_SIGNS)
