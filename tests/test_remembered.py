"""What is remembered from one round to the next, and what is let go of."""

from training_site.remembered import Remembered


def asked(memory: Remembered[str, str], key: str) -> bool:
    """Whether something had to be found for a key; it is asked for twice."""
    found = []

    def find() -> str:
        found.append(key)
        return key.upper()

    assert memory.get(key, find) == key.upper()
    assert memory.get(key, find) == key.upper()
    return bool(found)


def test_what_was_found_is_not_looked_for_again():
    """Neither in the same round nor in the next, as long as every round asks for it."""
    memory = Remembered[str, str](on=True)
    assert asked(memory, "a")
    for _ in range(3):
        memory.next_round()
        assert not asked(memory, "a")


def test_what_nobody_asked_for_is_let_go_of():
    """Or a preview would grow with every change."""
    memory = Remembered[str, str](on=True)
    assert asked(memory, "a")
    memory.next_round()
    memory.next_round()
    assert asked(memory, "a")


def test_nothing_found_is_remembered_too():
    """That there is nothing is a finding."""
    memory = Remembered[str, None](on=True)
    memory.get("a", lambda: None)
    memory.next_round()
    memory.get("a", lambda: exec("raise AssertionError"))


def test_a_memory_can_be_off():
    """A build asks once, and has no use for a memory."""
    memory = Remembered[str, int](on=False)
    numbers = iter(range(9))
    assert [memory.get("a", lambda: next(numbers)) for _ in range(3)] == [0, 1, 2]
