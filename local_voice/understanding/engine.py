"""The understanding of one interaction model: compiled once, asked for every utterance."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from local_voice.understanding import grammar
from local_voice.understanding.belief import (
    BELIEVED,
    NO_READING,
    Reading,
    belief,
    likeliest,
    meaning_of,
)
from local_voice.understanding.builtin import Reader, Readers, usual_values
from local_voice.understanding.entities import EntityIndex
from local_voice.understanding.frames import Frame, Literal, answer_frames, compounds, frames_of, sketches_of
from local_voice.understanding.heard import Heard
from local_voice.understanding.index import FrameIndex, index_frames
from local_voice.understanding.invocation import Invocation
from local_voice.understanding.judge import Parse
from local_voice.understanding.keeping import Ingredients, kept, undisturbed
from local_voice.understanding.language import Language, load_language
from local_voice.understanding.lexicon import Lexicon
from local_voice.understanding.listening import Ear
from local_voice.understanding.matcher import Matcher
from local_voice.understanding.model import Model, parse_model
from local_voice.understanding.names import Stems
from local_voice.understanding.noise import without_noise
from local_voice.understanding.numbers import NumberReader
from local_voice.understanding.packed import Packed
from local_voice.understanding.repairs import joined, repaired
from local_voice.understanding.senses import Senses
from local_voice.understanding.text import Token, tokenize
from local_voice.understanding.together import Index, Together
from local_voice.understanding.trained import Trained, unpack
from local_voice.understanding.values import (
    FALLBACK,
    LAUNCH,
    Context,
    Entities,
    Entity,
    Frames,
    SlotValue,
    Understood,
    given,
)

ACCEPTED = {"LOW": 0.33, "MEDIUM": 0.5, "HIGH": 0.65}
"""Confidence that a reading needs, by the model's fallback sensitivity."""
ACCEPTED_TRAINED = 0.4
"""Confidence that a reading needs at least when a trained second opinion has a say."""
ACCEPTED_HOLLOW = 0.6
"""The same for small words only."""
ACCEPTED_CLEAR = 0.72
"""Confidence that an intent needs which the model has confirmed before it acts."""
DOUBTFUL = 0.6
"""Confidence below which an intent that costs money is asked about first."""
LEFT_OUT = 0.9
"""The most that words left out may cost then: "check out that sunset" buys nothing at once."""
CLEAR = 1.05
"""The most that may be amiss in words for an intent that costs money: more is no doubt but a no."""
LONGEST = 1000
"""Letters of an utterance that are read."""
NOWHERE = Context()
AMAZON = "AMAZON."


class Understanding:
    """Turns words into an intent of the model with its slots."""

    def __init__(
        self,
        model: Model,
        entities: Mapping[str, Sequence[Entity]],
        language: Language,
        costly: frozenset[str] = frozenset(),
        trained: Trained | None = None,
    ):
        """`costly`: intents that cost money, which are asked about when the words were not clear."""
        self._model = model
        self._costly = costly
        self._language = language
        self._numbers = NumberReader(language)
        self._stems = Stems(language, self._numbers)
        sketches = sketches_of(model, language)
        self._splits = compounds(sketches)
        self._frames = frames_of(sketches, language, self._splits)
        self._lexicon = Lexicon(_words_of(self._frames), language)
        values_of, own = _values_of(model, entities, language), self.words()
        self._types = {name: Packed(values) for name, values in values_of.items()}
        self._indexes = {
            name: EntityIndex(values, language, self._numbers, own) for name, values in values_of.items()
        }
        others = [frame for frame in self._frames if frame.intent == FALLBACK]
        outside = _words_of(others) - own
        senses = Senses(
            language, self._lexicon, self._indexes, self._numbers, outside, self._readers_of(model, language)
        )
        self._senses = senses
        self._ear = Ear(senses)
        self._matcher = Matcher(self._frames, senses, trained)
        self._latest: tuple[Mapping[str, Sequence[Entity]], Ear, Matcher] | None = None
        self._invocation = Invocation(model.invocation, language)
        self._answers: dict[tuple[str, str], FrameIndex] = {}
        self._intents = {intent.name: intent for intent in model.intents}

    def _readers_of(self, model: Model, language: Language) -> dict[str, Reader]:
        """Readers for the built-in types that the model uses."""
        readers = Readers(language, self._numbers)
        used = {slot.type for intent in model.intents for slot in intent.slots}
        found = {name: readers.of(name) for name in sorted(used)}
        return {name: reader for name, reader in found.items() if reader is not None}

    def understand(
        self, heard: str | Sequence[str], context: Context = NOWHERE, behind: Sequence[float] = ()
    ) -> Understood:
        """The intent of some words; several are a recogniser's guesses, best first.

        `behind` says how far each is behind the best one, in the recogniser's scores: what the other guesses
        speak against is not understood then.
        """
        guesses = [heard] if isinstance(heard, str) else list(heard) or [""]
        parses = [self.read(text, context) for text in guesses]
        readings = [
            self._reading(parse, far)
            for parse, far in zip(parses, behind or [0.0] * len(parses), strict=True)
        ]
        best = likeliest(readings)
        parse, text = parses[best], guesses[best]
        doubted = readings[best].meaning is None or (behind and belief(readings, best) < BELIEVED)
        if parse is None or doubted:
            return Understood(text, FALLBACK, {}, _unlikely(parse))
        confidence = round(min(parse.confidence, 1.0), 3)
        return Understood(text, parse.intent, self._slots(parse), confidence, self._question(parse, context))

    def _reading(self, parse: Parse | None, behind: float) -> Reading:
        if parse is None:
            return Reading(None, NO_READING, behind)
        meaning = meaning_of(parse, self._stems) if self._accepted(parse) else None
        return Reading(meaning, parse.total, behind, parse.signs.awaited)

    def _question(self, parse: Parse, context: Context) -> str | None:
        """ "Did you mean: cancel my order?" for an intent that costs money when the words were not clear."""
        if parse.intent not in self._costly | context.costly:
            return None
        # "Goat" is like enough to "good" to be heard as it, and no reason to buy.
        clear = parse.as_said and parse.confidence >= DOUBTFUL and parse.signs.left_out <= LEFT_OUT
        rather_outside = parse.signs.likely is not None and parse.signs.outside > 0
        if clear and not rather_outside:
            return None
        intent = self._intents[parse.intent]
        words = parse.sample if parse.slots or not intent.samples else intent.samples[0]
        for name, slot in parse.slots.items():
            words = words.replace(f"{{{name}}}", slot.value or "")
        return self._language.did_you_mean.replace("{}", " ".join(words.split()))

    def heard(self, text: str) -> Heard:
        """An utterance as the words of this model show it: what a second opinion is trained on."""
        return self._ear.listen(self._tokens(text), datetime.now())

    def grammar(self, context: Context = NOWHERE) -> Frames:
        """What may be heard now, for a recogniser: carrier phrases, names and numbers in words."""
        answers = self._answers_to(context)
        own = [frame for frame in self._frames if frame.intent != FALLBACK]
        words = grammar.Words(self._types, self._language, self._senses.things)
        return grammar.frames_for(own, answers.frames if answers else (), words, context)

    def words(self) -> frozenset[str]:
        """The words of all frames of the model."""
        return frozenset(_words_of([frame for frame in self._frames if frame.intent != FALLBACK]))

    def read(self, text: str, context: Context) -> Parse | None:
        """The best reading of some words, be it ever so unlikely."""
        tokens: Sequence[Token] = self._tokens(text)
        wanted = self._invocation.opened(tokens, self._language.fillers)
        if wanted is not None:
            if all(token.word in self._language.polite for token in wanted):
                return Parse(LAUNCH, {}, 0.0, 1.0, self._model.invocation)
            tokens = wanted
        if not tokens:
            return None
        ear, matcher = self._with(context.entities) if context.entities else (self._ear, self._matcher)
        heard = ear.listen(tokens, context.now or datetime.now())
        return matcher.best(heard, context, self._answers_to(context))

    def _with(self, dynamic: Mapping[str, Sequence[Entity]]) -> tuple[Ear, Matcher]:
        """Ear and matcher that know a skill's dynamic entities too; those of the last turn are kept."""
        latest = self._latest
        if latest is None or latest[0] != dynamic:
            indexes: dict[str, Index] = dict(self._indexes)
            for name, values in dynamic.items():
                index = EntityIndex(values, self._language, self._numbers, self.words())
                indexes[name] = Together(self._indexes.get(name), index)
            senses = self._senses.with_indexes(indexes)
            latest = self._latest = (dict(dynamic), Ear(senses), self._matcher.with_senses(senses))
        return latest[1], latest[2]

    def _tokens(self, text: str) -> list[Token]:
        tokens = tokenize(text[:LONGEST], self._language, self._splits)
        spoken = without_noise(tokens, self._language, self._numbers)
        return repaired(joined(spoken, self._lexicon), self._language, self._numbers)

    def _accepted(self, parse: Parse) -> bool:
        wanted = ACCEPTED.get(self._model.sensitivity, ACCEPTED["LOW"])
        if parse.signs.likely is not None:
            wanted = max(wanted, ACCEPTED_HOLLOW if parse.signs.hollow else ACCEPTED_TRAINED)
        if parse.intent in self._model.confirmed - self._costly:
            return parse.confidence >= max(wanted, ACCEPTED_CLEAR) and parse.cost <= CLEAR
        clear = parse.intent not in self._costly or parse.signs.left_out <= CLEAR
        return clear and parse.confidence >= wanted

    def _slots(self, parse: Parse) -> dict[str, SlotValue]:
        """All slots of the intent; those that were not said have no value."""
        intent = self._intents.get(parse.intent)
        names = [slot.name for slot in intent.slots] if intent else []
        return {name: parse.slots.get(name, SlotValue(name, None)) for name in names}

    def _answers_to(self, context: Context) -> FrameIndex | None:
        """The frames of answers to what was just asked; none when nothing that the model knows was asked."""
        if context.elicit is None:
            return None
        if context.elicit not in self._answers:
            self._answers[context.elicit] = index_frames(self._make_answers(*context.elicit))
        return self._answers[context.elicit]

    def _make_answers(self, intent_name: str, slot_name: str) -> list[Frame]:
        intent = self._intents.get(intent_name)
        slot = next((one for one in intent.slots if one.name == slot_name), None) if intent else None
        return answer_frames(intent, slot, self._language, self._splits) if intent and slot else []


def _words_of(frames: Sequence[Frame]) -> set[str]:
    return {one.word for frame in frames for one in frame.elements if isinstance(one, Literal)}


def _values_of(
    model: Model, entities: Mapping[str, Sequence[Entity]], language: Language
) -> dict[str, tuple[Entity, ...]]:
    """The values of each slot type; what the model adds to a built-in type comes before Amazon's own."""
    types = {**model.types, **{name: tuple(values) for name, values in entities.items()}}
    used = {slot.type for intent in model.intents for slot in intent.slots if slot.type.startswith(AMAZON)}
    for name in sorted(used):
        types[name] = (*types.get(name, ()), *usual_values(name, language))
    return {name: values for name, values in types.items() if values}


def _unlikely(parse: Parse | None) -> float:
    """How sure it is that nothing of the model was meant."""
    return 1.0 if parse is None else round(1 - min(parse.confidence, 1.0), 3)


def compile_model(
    model: Mapping[str, Any],
    *,
    entities: Entities | None = None,
    version: str = "",
    locale: str = "en-US",
    cache: Path | None = None,
    costly: Iterable[str] = (),
    trained: bytes = b"",
) -> Understanding:
    """The understanding of an interaction model in Amazon's JSON format.

    `entities` replace a slot type's own values; with a `version`, a word that changes whenever they do, they
    are not even looked at where the same was compiled before. `costly` names intents that cost money: said
    unclearly, the result carries a question to ask first. Kept under `cache`, if given, by the hash of what
    goes in. `trained`: weights of a second opinion on just this model (scripts/train_understanding).
    VoiceError says what is wrong with a model.
    """

    def make() -> Understanding:
        values = given(entities or {})
        opinion = unpack(trained) if trained else None
        return Understanding(parse_model(model), values, load_language(locale), frozenset(costly), opinion)

    if cache:
        values = version or given(entities or {})
        ingredients: Ingredients = (model, values, locale, [*sorted(costly), trained])
        return kept(cache, ingredients, make, Understanding)
    with undisturbed():
        return make()
