"""English words without plural, -ing and -ed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snnnotes.model.stem import stem, stem_terms

#: Each line is the forms of one word.
FORMS = """
spike spikes spiked spiking
gradient gradients
train trains trained training
study studies studied studying
classify classifies classified classifying
loss losses
class classes
process processes processed processing
bias biases biased biasing
focus focuses focused focusing
lens lenses
gas gases
bus buses
snn snns
gpu gpus
relu relus
neuron neurons
synapse synapses
dendrite dendrites
network networks
embed embeds embedded embedding embeddings
exceed exceeds exceeded exceeding
need needs needed needing
speed speeds
agree agrees agreed agreeing
guarantee guarantees guaranteed guaranteeing
free frees freed freeing
see sees seeing
degree degrees
control controls controlled controlling
model models modeled modelled modeling modelling
label labels labeled labelled labelling
install installs installed installing
call calls called calling
cell cells
map maps mapped mapping mappings
plan plans planned planning
plane planes
spin spins spinning
spine spines
reset resets resetting
drop drops dropped dropping
transfer transfers transferred transferring
infer infers inferred inferring
err errs erred erring
add adds added adding
note notes noted noting
code codes coded coding
fire fires fired firing
gate gates gated gating
time times timed timing
tune tunes tuned tuning
prune prunes pruned pruning
scale scales scaled scaling
type types typed typing
size sizes sized sizing
lose loses losing
file files filed filing
fill fills filled filling
write writes writing
use uses used using
age ages aged
tie ties tied
die dies died
go going
be being
do doing
try tries tried trying
encode encodes encoded encoding
compute computes computed computing
generate generates generated generating
propagate propagates propagated propagating
optimize optimizes optimized optimizing
quantize quantizes quantized quantizing
require requires required requiring
evoke evokes evoked evoking
sample samples sampled sampling
enable enables enabled enabling
merge merges merged merging
change changes changed changing
cause causes caused causing
response responses
pulse pulses pulsed pulsing
phase phases phased
base bases based basing
square squares squared squaring
queue queues queued queuing
layer layers layered
delay delays delayed delaying
view views viewed viewing
mix mixes mixed mixing
box boxes
approach approaches approached approaching
search searches searched searching
movie movies
energy energies
memory memories
activity activities
matrix matrices
index indices indexes indexed indexing
vertex vertices
stimulus stimuli
nucleus nuclei
analysis analyses
hypothesis hypotheses
string strings
dynamic dynamics
delta deltas
threshold thresholds thresholded thresholding
weight weights weighted weighting
"""
GROUPS = [line.split() for line in FORMS.split("\n") if line]


@pytest.mark.parametrize("forms", GROUPS, ids=[group[0] for group in GROUPS])
def test_the_forms_of_a_word_have_one_stem(forms: list[str]) -> None:
    assert len({stem(form) for form in forms}) == 1, {form: stem(form) for form in forms}
    assert len({stem(form)[:2] for form in forms} | {form[:2] for form in forms}) == 1


def test_different_words_have_different_stems() -> None:
    stems = [stem(group[0]) for group in GROUPS]

    assert len(set(stems)) == len(stems)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("general", "generation"),
        ("general", "generate"),
        ("generate", "generation"),
        ("neural", "neuron"),
        ("optimal", "optimize"),
        ("universe", "university"),
        ("note", "not"),
        ("here", "her"),
        ("sine", "sin"),
        ("string", "str"),
        ("thing", "th"),
        ("bring", "br"),
        ("bed", "b"),
        ("axis", "ax"),
        ("loss", "lose"),
        ("train", "trainer"),
        ("synapse", "synaptic"),
        ("species", "spec"),
    ],
)
def test_nothing_but_plural_ing_and_ed_is_joined(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    "word",
    [
        "",
        "a",
        "is",
        "us",
        "dvs",
        "gps",
        "cifar10",
        "v1s",
        "resnet18s",
        "膜",
        "τs",
        "scnés",
        "¶",
        "_",
    ],
)
def test_short_words_numbers_and_other_letters_stay(word: str) -> None:
    assert stem(word) == word


@settings(max_examples=300, deadline=None)
@given(st.text("abcdeginlsuyrzt", min_size=1, max_size=12))
def test_a_stem_is_never_empty_and_hardly_longer_than_its_word(word: str) -> None:
    assert 0 < len(stem(word)) <= len(word) + 1


@settings(max_examples=300, deadline=None)
@given(st.text("abcdeginlsuyrzt", min_size=1, max_size=12))
def test_the_forms_of_a_word_begin_with_the_same_two_letters(word: str) -> None:
    # The index looks for forms among the words that begin so.
    assert stem(word)[:2] == word[:2]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(["spiking", "神", ",", "¶", "cifar10", "losses", "τ"])))
def test_stem_terms_keeps_words_in_order_and_drops_marks(terms: list[str]) -> None:
    words = [stem(term) for term in terms if term not in ",¶"]

    assert stem_terms(" " + " ".join(terms) + " ").split() == words
