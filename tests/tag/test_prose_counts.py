"""Lists inside sentences whose number is stated: the number that counts the members, and no other number of the sentence."""

import pytest
from made_papers import titles

FOUR = [
    "violence fuelled by alcohol",
    "nuisance behaviour",
    "thefts from sheds, farms and outbuildings",
    "the safety of young drivers",
]
LIST = (
    "violence fuelled by alcohol, nuisance behaviour, thefts from sheds, farms and outbuildings, and the safety of young drivers."
)


@pytest.mark.parametrize(
    "opening",
    [
        "After talking to six hundred of you, partners decided to concentrate on four things until 2014: ",
        "Partners decided, after two years of figures, to concentrate on four things: ",
        "For the next three years partners have agreed to focus on four things: ",
    ],
)
def test_the_stated_number_of_things_is_the_number_of_members(opening: str) -> None:
    assert titles("# A new plan", "The community safety plan is out today.", opening + LIST) == FOUR
