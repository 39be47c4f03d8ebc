"""Why strength training makes a runner faster: the facts behind the routines, in our words, each with its source.

Sources: those that the article behind the routines gives; where it gives none, what is said is its author's experience
as a coach, and the page says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from setpace.core.exercise import Family

COACH = "coach's experience"
"""Stands where a fact has no printed source."""


@dataclass(frozen=True, slots=True)
class Source:
    """A printed source.

    Attributes:
        mark: names it in the text, `[1]`.
        who: its authors; empty where only the title is certain.
        title: what it is about, or its title.
        where: journal, year, volume and pages.
    """

    mark: str
    who: str
    title: str
    where: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to know.

    Attributes:
        name: a word or two.
        text: one or two sentences.
        marks: its sources' marks; none = `COACH`.
    """

    name: str
    text: str
    marks: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """What stands behind the text: `[1] [2]`, or that it is a coach's experience."""
        return " ".join(f"[{mark}]" for mark in self.marks) if self.marks else COACH


@dataclass(frozen=True, slots=True)
class Chapter:
    """Some facts under a title.

    Attributes:
        title: what they are about.
        facts: in the order they are told.
    """

    title: str
    facts: tuple[Fact, ...]


CHAPTERS: tuple[Chapter, ...] = (
    Chapter(
        "Five benefits",
        (
            Fact(
                "Power",
                "A stride is a short push off the ground. Olympic lifts, kettlebell work and jumps teach the muscles "
                "to contract fast and hard in that moment.",
                ("1", "5", "6"),
            ),
            Fact(
                "Muscle and strength",
                "What you can lift at most carries over to how fast you can run a short distance: the finish, the "
                "hill, the way out of a bend.",
                ("2", "4"),
            ),
            Fact(
                "Control",
                "Muscles that are called up in the right order keep knees and hips in line. Better control means fewer "
                "injuries.",
                ("3", "6"),
            ),
            Fact(
                "Recovery",
                "A stronger body gets over hard work with less effort and is ready sooner for the next run.",
            ),
            Fact(
                "Body sense",
                "Slow, exact lifting teaches where every part of the body is in space. On a trail, or late in a race, "
                "that is what keeps the form together.",
            ),
        ),
    ),
    Chapter(
        "The back of the body",
        (
            Fact(
                "Posterior chain",
                "Most people are strong in front (quadriceps, chest) and weaker behind (hamstrings, glutes, the long "
                "muscles of the back). Running asks much of what is behind, so the routines train it.",
            ),
            Fact(
                "Balance",
                "The full range of motion against enough resistance helps to even out front and back.",
            ),
        ),
    ),
    Chapter(
        "Three families",
        (
            Fact(
                Family.HINGE.label.capitalize(),
                "Hips travel back, the spine stays straight: deadlifts and kettlebell swings build the posterior "
                "chain, upright posture and the power of the hips. With good form they may be loaded heavily.",
            ),
            Fact(
                Family.SINGLE_LEG_SQUAT.label.capitalize(),
                "Running is done on one leg at a time. Lunges, split squats and pistols train power, coordination and "
                "stability of each leg, and show where one lags behind.",
            ),
            Fact(
                Family.OLYMPIC_LIFT.label,
                "A bar that moves fast builds power like nothing else; cleans and snatches are also the most complex "
                "movements in the gym. Learn them with a dowel, best from a coach.",
                ("1",),
            ),
        ),
    ),
    Chapter(
        "How to use it",
        (
            Fact(
                "Form first",
                "Weight goes up when every rep of every set was clean, not by the calendar and not by reps ground out.",
            ),
            Fact(
                "Short on purpose",
                "Few exercises and few sets build strength without the fatigue that spoils the runs.",
            ),
            Fact(
                "Rest",
                "One to two minutes between sets, two to three after an Olympic lift, and at least a day between "
                "strength sessions. Sleep, food and a load that grows slowly belong to the training.",
            ),
            Fact(
                "Patience",
                "Gains may show after a few sessions. The longer you train, the slower the loads rise, and running may "
                "still get faster.",
            ),
        ),
    ),
)
"""Everything the page tells, in order."""

SOURCES: tuple[Source, ...] = (
    Source("1", "", "Training for muscular power", "Phys Med Rehabil Clin N Am 2000; 11: 341–68"),
    Source(
        "2",
        "Bolger, Lyons, Harrison, Kenny",
        "Sprinting and resistance training: a systematic review",
        "J Strength Cond Res 2015; 29: 1146–56",
    ),
    Source("3", "Myer, Ford, Palumbo, Hewett", "Neuromuscular training", "J Strength Cond Res 2005; 19: 51–60"),
    Source("4", "Delecluse", "Strength training and sprint running", "Sports Med 1997; 24: 147–56"),
    Source("5", "Van Ingen Schenau, De Koning, De Groot", "Optimisation of sprinting", "Sports Med 1994; 17: 259–75"),
    Source("6", "Chimera, Swanik, Swanik, Straub", "Plyometrics and muscle activation", "J Athl Train 2004; 39: 24–31"),
)
"""What the marks stand for; the first names other authors in the article than the paper is known by, so no one."""
