import collections
import json
from itertools import islice
from random import Random

import pytest

from training.data.grammar.apart import KeptApart, edit_signature
from training.data.grammar.draw_sentence import sentence_plans
from training.data.grammar.plans.describe_sentence import describe_sentence
from training.data.grammar.plans.plan import NotApplicable
from training.data.grammar.remarks.patterns import GROUPS
from training.data.grammar.remarks.remarks import _patterns, write_remark
from training.data.grammar.sentences.clause import Clause, passive, question, statement
from training.data.grammar.sentences.clause_labels import CLAUSE_LABELS
from training.data.grammar.sentences.clause_pairs import (
    joined,
    read_joined,
    read_two,
    two_sentences,
)
from training.data.grammar.sentences.draw_clause import draw_clause
from training.data.grammar.sentences.facts import facts_step, spoken_step
from training.data.grammar.sentences.noun_phrase import NounPhrase
from training.data.grammar.sentences.properties import Property, degree
from training.data.grammar.sentences.read_clause import read_passive, read_question, read_statement
from training.data.grammar.sentences.renderings import CLAUSE_RENDERINGS
from training.data.grammar.sentences.rewritings import CLAUSE_CHANGES
from training.data.grammar.words.lexicon import (
    ADJECTIVES,
    EVERY_VERB,
    MEN,
    NOUNS,
    WOMEN,
    article,
    plural,
)
from training.data.grammar.write import SENTENCE_SHARE, examples_of, write_tasks
from training.data.tasks import Task

from .test_grammar import WORDS, word_tokenizer

ANNA = "Anna wrote the long letter quickly in Paris on Monday."


def step_named(factories, name):
    for seed in range(4000):
        for factory, _ in factories:
            step = factory(Random(seed), WORDS)
            if step.name == name:
                return step
    raise AssertionError(name)


@pytest.mark.parametrize("name, text, expected", [
    ("to_present_simple", ANNA, "Anna writes the long letter quickly in Paris on Monday."),
    ("to_future_simple", ANNA, "Anna will write the long letter quickly in Paris on Monday."),
    ("to_going_simple", "We sold two cars.", "We are going to sell two cars."),
    ("to_present_progressive", "They planned the game.", "They are planning the game."),
    ("to_past_progressive", "I make a cake.", "I was making a cake."),
    ("to_present_perfect", "She broke the lamp.", "She has broken the lamp."),
    ("to_past_perfect", "Ben will ride a horse.", "Ben had ridden a horse."),
    ("modal_must", "Anna carries an old table.", "Anna must carry an old table."),
    ("negate", "The girl buys two hats.", "The girl does not buy two hats."),
    ("negate", "He was cooking the soup.", "He was not cooking the soup."),
    ("affirm", "You did not catch the mouse.", "You caught the mouse."),
    ("subject_she", "I lost my hat.", "She lost her hat."),
    ("subject_they", "Anna keeps her letter.", "They keep their letter."),
    ("subject_pronoun", "Anna and Ben follow the dog.", "They follow the dog."),
    ("object_pronoun", "Tom carries the buckets.", "Tom carries them."),
    ("plural_subject", "The child draws the house.", "The children draw the house."),
    ("singular_subject", "Two women wear the coats.", "The woman wears the coats."),
    ("no_adjective", ANNA, "Anna wrote the letter quickly in Paris on Monday."),
    ("count_three", "Leo saw the mouse.", "Leo saw three mice."),
    ("object_own", "We paint the wall.", "We paint our wall."),
    ("time_front", ANNA, "On Monday, Anna wrote the long letter quickly in Paris."),
    ("place_front", ANNA, "In Paris, Anna wrote the long letter quickly on Monday."),
    ("bare", ANNA, "Anna wrote the long letter."),
    ("no_place", ANNA, "Anna wrote the long letter quickly on Monday."),
    ("frequency_often", "Anna has fed the cat.", "Anna has often fed the cat."),
    ("frequency_often", "Anna fed the cat.", "Anna often fed the cat."),
    ("verb_buy", "Anna carries a table.", "Anna buys a table."),
])  # fmt: skip
def test_changes(name, text, expected):
    step = step_named(CLAUSE_CHANGES, name)
    assert statement(step.apply(read_statement(text))) == expected


@pytest.mark.parametrize("name, text, expected", [
    ("yes_no_question", ANNA, "Did Anna write the long letter quickly in Paris on Monday?"),
    ("yes_no_question", "I am cleaning my shirt.", "Am I cleaning my shirt?"),
    ("who", "The boys choose a hat.", "Who chooses a hat?"),
    ("what", "Anna will sell the car in Rome.", "What will Anna sell in Rome?"),
    ("where", ANNA, "Where did Anna write the long letter quickly on Monday?"),
    ("when", ANNA, "When did Anna write the long letter quickly in Paris?"),
    ("why", "She does not like the soup.", "Why does she not like the soup?"),
    ("tag", "Anna broke the clock.", "Anna broke the clock, didn't she?"),
    ("tag", "They will not open the shop.", "They will not open the shop, will they?"),
    ("negative_question", "Ben has seen the castle.", "Hasn't Ben seen the castle?"),
    ("passive", ANNA, "The long letter was written by Anna quickly in Paris on Monday."),
    ("passive", "I am feeding the dogs.", "The dogs are being fed by me."),
    ("passive_without_agent", "They will build an old bridge.", "An old bridge will be built."),
    ("contract", "He will not wash the car.", "He won't wash the car."),
    ("cleft_subject", "Anna broke the clock.", "It was Anna who broke the clock."),
    ("cleft_time", "We sell hats on Monday.", None),
    ("cleft_place", "We sell the hats in Rome.", "It is in Rome that we sell the hats."),
    ("relative_object", "The girl feeds a hungry cat.", "the hungry cat that the girl feeds"),
    ("infinitive", ANNA, "to write the long letter quickly in Paris on Monday"),
    ("gerund", "Ben rides the horse.", "riding the horse"),
    ("headline", "The man stole an apple.", "Man stole apple."),
    ("yes_short", "Anna feeds the cat.", "Yes, she does."),
    ("no_short", "The boys will sell the car.", "No, they won't."),
    ("so_do_i", "Anna is feeding the cat.", "So am I."),
    ("exclaim", "You won the game.", "You won the game!"),
])  # fmt: skip
def test_renderings(name, text, expected):
    step = step_named(CLAUSE_RENDERINGS, name)
    if expected is None:
        with pytest.raises(NotApplicable):
            step.apply(read_statement(text))
    else:
        assert step.apply(read_statement(text)) == expected


def test_every_sentence_is_read_back():
    random = Random(0)
    for number in range(1500):
        clause = draw_clause(
            random,
            tenses=("past", "present", "future", "going", "must"),
            frequency_share=0.1,
            tense_times=True,
        )
        assert read_statement(statement(clause)) == clause
        assert read_question(question(clause)) == clause
        if clause.object.determiner != "own":
            assert read_passive(passive(clause)) == clause


def test_words_the_lexicon_lacks_are_read_by_their_place():
    clause = read_statement("Xenia kept the purple gizmos.")
    assert clause.subject.noun == "Xenia" and clause.object.is_plural
    for text in (
        "Hello there.",
        "The cat sleeps.",
        "Anna wrote the letter",
        "anna wrote the letter.",
    ):
        with pytest.raises(NotApplicable):
            read_statement(text)


def test_two_clauses_are_joined_and_read_back():
    pair = read_two("Anna wrote a letter. I fed the cat.")
    assert two_sentences(pair) == "Anna wrote a letter. I fed the cat."
    text = "Anna wrote a letter, but the boy fed the cat."
    assert joined(read_joined(text)) == text and read_joined(text).conjunction == "but"


def test_the_lexicon_is_large_and_its_forms_are_right():
    assert len(EVERY_VERB) >= 150 and len({n for nouns in NOUNS.values() for n in nouns}) >= 195
    assert len(WOMEN + MEN) >= 60 and len(set(WOMEN + MEN)) == 80
    assert len({word for words in ADJECTIVES.values() for word in words}) >= 70
    forms = {base: (v.third, v.past, v.participle, v.ing) for base, v in EVERY_VERB.items()}
    assert forms["carry"] == ("carries", "carried", "carried", "carrying")
    assert forms["stop"] == ("stops", "stopped", "stopped", "stopping")
    assert forms["choose"] == ("chooses", "chose", "chosen", "choosing")
    assert forms["win"] == ("wins", "won", "won", "winning")
    assert all(v.past != v.base for v in EVERY_VERB.values())
    assert (
        plural("child") == "children"
        and plural("city") == "cities"
        and plural("shelf") == "shelves"
        and plural("radio") == "radios"
    )
    assert (
        article("hour") == article("old car") == "an"
        and article("uniform") == article("useful map") == "a"
    )


def test_degrees_of_adjectives():
    assert [degree(a, "er") for a in ("big", "happy", "famous", "nice", "clever", "unfriendly", "friendly", "dry")] == [
        "bigger", "happier", "more famous", "nicer", "cleverer", "more unfriendly", "friendlier", "drier"]  # fmt: skip
    assert degree("strong", "est") == "strongest" and degree("important", "est") == "most important"
    assert Property("lamp", False, True, "old", True).opposite == "new"


def test_no_remark_belongs_to_two_classes():
    random = Random(0)
    for name, group in GROUPS.items():
        for kind, templates in group.patterns.items():
            for template in templates:
                text = write_remark(random, template)
                assert {each for each, pattern in _patterns(name) if pattern.fullmatch(text)} == {
                    kind
                }, text


@pytest.mark.parametrize("factory", [facts_step, spoken_step])
def test_facts_are_read_back(factory):
    for seed in range(200):
        domain, _ = factory(Random(seed), WORDS)
        facts = domain.sample(Random(seed))
        assert domain.formats[0].parse(domain.formats[0].write(facts)) == facts


def test_labels_are_named_in_every_phrase_and_balanced():
    judged = 0
    for plan in islice(sentence_plans(2, WORDS), 300):
        if plan.steps and plan.steps[-1].result == "label":
            examples = examples_of(plan, Random(0))
            if examples is None:
                continue
            counts = collections.Counter(example["output"] for example in examples)
            assert len(counts) >= 2 and len(set(counts.values())) == 1
            assert all(
                label.lower() in phrase.lower()
                for phrase in plan.steps[-1].phrases
                for label in counts
            )
            judged += 1
    assert judged > 40
    assert len(CLAUSE_LABELS) == 2


def test_every_sentence_task_has_many_descriptions_and_different_inputs():
    for plan in islice(sentence_plans(1, WORDS), 150):
        examples = examples_of(plan, Random(0))
        if examples is None:
            continue
        texts = {describe_sentence(Random(seed), plan, examples[0]) for seed in range(60)}
        assert len(texts) >= 24, plan.name
        assert not any("{" + key in text for text in texts for key in ("noun", "work", "manner"))
        assert len({example["input"] for example in examples}) == len(examples)
        assert all(plan.apply(example["input"]) == example["output"] for example in examples[:5])


def test_sentence_plans_are_deterministic_and_different():
    first = [plan.name for plan in islice(sentence_plans(0, WORDS), 300)]
    assert first == [plan.name for plan in islice(sentence_plans(0, WORDS), 300)]
    assert len(set(first)) == 300
    assert first != [plan.name for plan in islice(sentence_plans(3, WORDS), 300)]


def test_the_declared_share_of_tasks_is_about_sentences_and_none_is_written_twice(tmp_path):
    write_tasks(tmp_path, 60, 0, word_tokenizer(), [])
    tasks = [json.loads(path.read_text()) for path in sorted((tmp_path / "tasks").iterdir())]
    kinds = ("statement", "passive", "question", "joined", "two")
    assert len({json.dumps(task["examples"]) for task in tasks}) == 60
    assert len({task["plan"] for task in tasks}) == 60
    assert (
        sum(any(kind in task["plan"].split(">")[0] for kind in kinds) for task in tasks)
        > 0.4 * SENTENCE_SHARE * 60
    )


def held_out(name, examples, descriptions):
    return Task(name, "", "exact", descriptions, descriptions, examples, [])


def plan_of(name):
    return next(
        plan
        for plan in islice(sentence_plans(0, WORDS), 20000)
        if name in plan.name and len(plan.steps) == 1
    )


def test_kept_apart_by_function_by_edits_and_by_words():
    plan = plan_of("past>to_future_simple>statement-past")
    examples = examples_of(plan, Random(0))
    same = held_out(
        "f",
        [
            {"input": f"{n} drew the {t}.", "output": f"{n} will draw the {t}."}
            for n in ("Xenia", "Bob")
            for t in ("map", "kite")
        ],
        ["Future."],
    )
    assert KeptApart([same]).same_as(plan, examples) == "f"
    plan = plan_of(">opener_Perhaps>")
    examples = examples_of(plan, Random(0))
    like = held_out(
        "e",
        [
            {"input": f"It rains in {p} now.", "output": f"Perhaps it rains in {p} now."}
            for p in ("Rome", "Paris", "Oslo")
        ],
        ["Doubt."],
    )
    assert KeptApart([like]).same_as(plan, examples) == "e (edits)"
    plan = plan_of("opinion>opinion_negative=")
    examples = examples_of(plan, Random(0))
    about = held_out(
        "w",
        [{"input": f"Text {n}", "output": "ab"[n % 2]} for n in range(40)],
        ["Opinion of the review: negative opinion or positive opinion?"] * 3,
    )
    other = held_out(
        "o",
        [{"input": f"Text {n}", "output": "ab"[n % 2]} for n in range(40)],
        ["Is the music fast?"] * 3,
    )
    kept = KeptApart([about, other]).same_as(plan, examples)
    assert kept in (None, "w (words)")
    assert KeptApart([other]).same_as(plan, examples) is None


def test_edit_signatures_do_not_depend_on_the_words():
    one = edit_signature("Anna walked home today.", "Anna will walk home today.")
    assert one == edit_signature(
        "Mister Bean jumped very high.", "Mister Bean will jump very high."
    )
    assert one != edit_signature("Anna walked home today.", "Anna did not walk home today.")


def test_a_noun_phrase_without_known_sex_has_no_pronoun():
    with pytest.raises(NotApplicable):
        NounPhrase("teacher", "noun", "the").pronoun
    assert (
        Clause(NounPhrase("she", "pronoun"), "write", NounPhrase("letter", "noun", "own")).owner
        == "she"
    )
