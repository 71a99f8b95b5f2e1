"""Why something cannot be started, in a sentence for the trainer who asked for it."""


class RefusalError(Exception):
    """Nothing was changed; the text says why and what to do instead."""
