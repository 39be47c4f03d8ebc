"""The why page tells what the domain says, and each claim its source."""

from __future__ import annotations

import re

from setpace.core.exercise import Family
from setpace.core.why import CHAPTERS, COACH, SOURCES


def test_every_mark_has_its_source_and_every_source_is_used() -> None:
    used = {mark for chapter in CHAPTERS for fact in chapter.facts for mark in fact.marks}
    assert used == {source.mark for source in SOURCES}


def test_what_has_no_printed_source_says_whose_experience_it_is() -> None:
    facts = [fact for chapter in CHAPTERS for fact in chapter.facts]
    assert all(fact.source == COACH for fact in facts if not fact.marks)
    assert {fact.name for fact in facts if not fact.marks} >= {"Recovery", "Body sense"}


def test_there_are_five_benefits_and_each_family() -> None:
    chapters = {chapter.title: [fact.name.lower() for fact in chapter.facts] for chapter in CHAPTERS}
    assert len(chapters["Five benefits"]) == 5
    assert chapters["Three families"] == [family.label.lower() for family in Family]


def test_a_source_names_journal_year_volume_and_pages() -> None:
    assert all(re.fullmatch(r"[A-Z][A-Za-z ]+ (19|20)\d\d; \d+: \d+–\d+", source.where) for source in SOURCES)
