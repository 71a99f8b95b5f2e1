"""The report as one HTML page that needs nothing else: no script, no picture, no request."""

from importlib.resources import files

from markupsafe import Markup

from training_site.report import count
from training_site.review.facts import REVIEW_AFTER, SOON, ReviewFacts
from training_site.templating import environment


def render_review(facts: ReviewFacts) -> str:
    """The page; what authors wrote is escaped in it."""
    style = (files("training_site") / "templates" / "review" / "review.css").read_text("utf-8")
    return (
        environment()
        .get_template("review/document.html.jinja")
        .render(
            facts=facts,
            style=Markup(style),
            review_after=REVIEW_AFTER,
            soon=SOON,
            counted=count(facts.problems),
        )
        .strip()
        + "\n"
    )
