import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.model.venue_name import ccf_rank, is_preprint, is_series, known_venue, short_venue


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(
            "Advances in Neural Information Processing Systems 36", "NeurIPS", id="volume"
        ),
        pytest.param(
            "Advances in neural information processing systems", "NeurIPS", id="lower-case"
        ),
        pytest.param("NIPS", "NeurIPS", id="old-name"),
        pytest.param("NIPS'17", "NeurIPS", id="two-digit-year"),
        pytest.param("NIPS2017", "NeurIPS", id="year-without-blank"),
        pytest.param("Adv. Neural Inf. Process. Syst.", "NeurIPS", id="abbreviated"),
        pytest.param("Adv Neural Inf Process Syst", "NeurIPS", id="abbreviated-without-dots"),
        pytest.param(
            "Proceedings of the 31st International Conference on Neural Information Processing "
            "Systems",
            "NeurIPS",
            id="acm-digital-library",
        ),
        pytest.param(
            "Thirty-seventh Conference on Neural Information Processing Systems",
            "NeurIPS",
            id="openreview",
        ),
        pytest.param(
            "Advances in Neural Information Processing Systems 35: Annual Conference on Neural "
            "Information Processing Systems 2022, NeurIPS 2022, New Orleans, LA, USA, November 28 "
            "- December 9, 2022",
            "NeurIPS",
            id="dblp",
        ),
        pytest.param(
            "Proceedings of the Neural Information Processing Systems Track on Datasets and "
            "Benchmarks",
            "NeurIPS",
            id="track",
        ),
        pytest.param(
            "2021 IEEE/CVF International Conference on Computer Vision (ICCV)", "ICCV", id="ieee"
        ),
        pytest.param(
            "Proceedings of the IEEE/CVF Conference on Computer Vision and Pattern Recognition",
            "CVPR",
            id="cvf",
        ),
        pytest.param(
            "Proceedings of the IEEE conference on computer vision and pattern recognition",
            "CVPR",
            id="google-scholar",
        ),
        pytest.param(
            "Proc. IEEE/CVF Conf. Comput. Vis. Pattern Recognit.", "CVPR", id="ieee-style"
        ),
        pytest.param("European Conference on Computer Vision", "ECCV", id="european"),
        pytest.param("Computer Vision – ECCV 2022", "ECCV", id="springer"),
        pytest.param("Computer Vision -- ECCV 2022", "ECCV", id="springer-in-latex"),
        pytest.param("Computer Vision - ACCV 2020", "ACCV", id="springer-hyphen"),
        pytest.param(
            "IEEE/CVF Winter Conference on Applications of Computer Vision", "WACV", id="winter"
        ),
        pytest.param(
            "Proceedings of the 38th International Conference on Machine Learning",
            "ICML",
            id="pmlr",
        ),
        pytest.param(
            "ICML '23: Proceedings of the 40th International Conference on Machine Learning",
            "ICML",
            id="acronym-first",
        ),
        pytest.param("Int'l Conf. on Machine Learning", "ICML", id="apostrophe"),
        pytest.param("ICLR (Poster)", "ICLR", id="dblp-poster"),
        pytest.param(
            "The Eleventh International Conference on Learning Representations",
            "ICLR",
            id="eleventh",
        ),
        pytest.param(
            "Proceedings of the AAAI Conference on Artificial Intelligence", "AAAI", id="aaai"
        ),
        pytest.param("Artificial intelligence and statistics", "AISTATS", id="aistats"),
        pytest.param(
            "Computer Vision (ICCV), 2015 IEEE International Conference on",
            "ICCV",
            id="turned-round",
        ),
        pytest.param(
            "Neural Networks (IJCNN), 2014 International Joint Conference on",
            "IJCNN",
            id="begins-like-a-journal",
        ),
        pytest.param("AAAI-22", "AAAI", id="hyphen-and-year"),
        pytest.param("Asian Conference on Machine Learning", "ACML", id="not-icml"),
        pytest.param("Proceedings of the IEEE/ACM MICRO", "MICRO", id="societies-before"),
        pytest.param("2022 IEEE Symposium on VLSI Technology and Circuits", "VLSI", id="vlsi"),
        pytest.param(
            "Proceedings of the Twenty-Ninth International Joint Conference on Artificial "
            "Intelligence, IJCAI-20",
            "IJCAI",
            id="ijcai",
        ),
        pytest.param(
            "2020 International Joint Conference on Neural Networks (IJCNN)", "IJCNN", id="ijcnn"
        ),
        pytest.param(
            "ICASSP 2022 - 2022 IEEE International Conference on Acoustics, Speech and Signal "
            "Processing (ICASSP)",
            "ICASSP",
            id="icassp",
        ),
        pytest.param(
            "International Conference on Acoustics, Speech, & Signal Processing",
            "ICASSP",
            id="commas-in-the-name",
        ),
        pytest.param(
            "2022 Design, Automation & Test in Europe Conference & Exhibition", "DATE", id="date"
        ),
        pytest.param(
            "2018 IEEE/RSJ International Conference on Intelligent Robots and Systems",
            "IROS",
            id="iros",
        ),
        pytest.param("Robotics: Science and Systems XVII", "RSS", id="roman-numeral"),
        pytest.param(
            "Proceedings of the 29th ACM International Conference on Multimedia",
            "ACM MM",
            id="acm-mm",
        ),
        pytest.param(
            "IEEE International Conference on Multimedia and Expo", "ICME", id="not-acm-mm"
        ),
        pytest.param(
            "Machine Learning and Knowledge Discovery in Databases", "ECML-PKDD", id="ecml"
        ),
        pytest.param("ECML PKDD", "ECML-PKDD", id="ecml-with-blank"),
        pytest.param(
            "Proceedings of the 2022 Annual Neuro-Inspired Computational Elements Conference",
            "NICE",
            id="nice",
        ),
        pytest.param("International Conference on Neuromorphic Systems 2022", "ICONS", id="icons"),
        pytest.param(
            "Neural Information Processing: 27th International Conference, ICONIP 2020",
            "ICONIP",
            id="iconip",
        ),
        pytest.param(
            "2021 International Conference on 3D Vision (3DV)", "3DV", id="digit-in-the-name"
        ),
        pytest.param(
            "Findings of the Association for Computational Linguistics: EMNLP 2023",
            "EMNLP Findings",
            id="findings",
        ),
    ],
)
def test_a_conference_gets_its_short_name(name: str, expected: str) -> None:
    assert short_venue(name) == expected


#: As bibliographies, publishers' pages, services and people write them.
SPELLINGS = {
    "NeurIPS": [
        "NeurIPS",
        "NIPS",
        "Neurips",
        "neurips",
        "NeurIPS 2022",
        "NeurIPS'23",
        "NeurIPS-2021",
        "NIPS2017",
        "NIPS '16",
        "NeurIPS D&B 2023",
        "NeurlPS 2020",
        "NeurIPS (Spotlight)",
        "Advances in Neural Information Processing Systems",
        "Advances in neural information processing systems 34",
        "Advances in Neural Information Processing Systems, vol. 35",
        "Advances in Neural Information Processing Systems 30 (NIPS 2017)",
        "Adv. Neural Inf. Process. Syst.",
        "Adv Neural Inf Process Syst",
        "Adv. Neural Inform. Process. Syst. 31",
        "Proc. Adv. Neural Inf. Process. Syst. (NeurIPS)",
        "In Advances in Neural Information Processing Systems",
        "Neural Information Processing Systems",
        "Neural Information Processing Systems (NeurIPS), 2021",
        "Conference on Neural Information Processing Systems",
        "Conf. Neural Inf. Process. Syst.",
        "36th Conference on Neural Information Processing Systems (NeurIPS 2022)",
        "Thirty-Sixth Conference on Neural Information Processing Systems",
        "Annual Conference on Neural Information Processing Systems 2021",
        "The Thirty-eighth Annual Conference on Neural Information Processing Systems",
        "Proceedings of the 32nd International Conference on Neural Information Processing Systems",
        "NeurIPS Datasets and Benchmarks Track",
        "NeurIPS 2021, December 6-14, 2021, virtual",
    ],
    "CVPR": [
        "CVPR",
        "cvpr",
        "CVPR 2023",
        "CVPR'22",
        "CVPR-2021",
        "CVPR (Oral)",
        "CVPR2020",
        "IEEE CVPR",
        "IEEE/CVF CVPR 2022",
        "Computer Vision and Pattern Recognition",
        "Computer Vision and Pattern Recognition (CVPR)",
        "Computer Vision and Pattern Recognition Conference",
        "Conference on Computer Vision and Pattern Recognition",
        "IEEE Conference on Computer Vision and Pattern Recognition",
        "IEEE Conference on Computer Vision & Pattern Recognition",
        "IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)",
        "IEEE CVF Conference on Computer Vision and Pattern Recognition",
        "2022 IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)",
        "2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)",
        "2009 IEEE Computer Society Conference on Computer Vision and Pattern Recognition",
        "Proceedings of the IEEE/CVF conference on computer vision and pattern recognition",
        "Proceedings of the IEEE Conference on Computer Vision and Pattern Recognition, CVPR 2019",
        "Proc. IEEE Conf. Comput. Vis. Pattern Recognit.",
        "Proc. IEEE/CVF Conf. Comput. Vis. Pattern Recogn. (CVPR)",
        "IEEE Conf. Comput. Vis. Pattern Recog.",
        "Conf. Comput. Vis. Pattern Recognit",
        "Computer Vision and Pattern Recognition (CVPR), 2014 IEEE Conference on",
        "In Proceedings of the Conference on Computer Vision and Pattern Recognition",
        "IEEE Conference on Computer Vision and Pattern Recognition, CVPR 2018, Salt Lake City, UT",
    ],
    "ICML": [
        "ICML",
        "icml",
        "ICML 2023",
        "ICML'22",
        "ICML '21",
        "ICML-2020",
        "ICML2019",
        "ICML (1)",
        "ICML (Oral)",
        "Proceedings of ICML",
        "In ICML",
        "International Conference on Machine Learning",
        "International conference on machine learning",
        "Int. Conf. Mach. Learn.",
        "Int. Conf. on Machine Learning",
        "Int'l Conf. Machine Learning",
        "Intl. Conf. on Machine Learning (ICML)",
        "International Conference on Machine Learning (ICML)",
        "International Conference on Machine Learning, ICML 2022",
        "International Conference on Machine Learning, PMLR 139",
        "Proc. Int. Conf. Mach. Learn.",
        "Proceedings of the International Conference on Machine Learning",
        "Proceedings of the 37th International Conference on Machine Learning",
        "Proceedings of the 36th International Conference on Machine Learning, ICML 2019",
        "The 39th International Conference on Machine Learning",
        "Forty-first International Conference on Machine Learning",
        "Twenty-Fifth International Conference on Machine Learning",
        "ICML '08: Proceedings of the 25th international conference on Machine learning",
        "ICML 2024, Vienna, Austria",
    ],
    "AAAI": [
        "AAAI",
        "aaai",
        "AAAI 2022",
        "AAAI-23",
        "AAAI'21",
        "AAAI2020",
        "AAAI (Oral)",
        "In AAAI",
        "AAAI Conference on Artificial Intelligence",
        "AAAI Conf. Artif. Intell.",
        "AAAI Conference on Artificial Intelligence (AAAI)",
        "Proc. AAAI Conf. Artif. Intell.",
        "Proceedings of the AAAI Conference on Artificial Intelligence",
        "Proceedings of the AAAI conference on artificial intelligence",
        "PROCEEDINGS OF THE AAAI CONFERENCE ON ARTIFICIAL INTELLIGENCE",
        "Proceedings of the ... AAAI Conference on Artificial Intelligence",
        "Proceedings of the AAAI Conference on Artificial Intelligence, 36(1)",
        "Proceedings of the AAAI Conference on Artificial Intelligence 37",
        "Proceedings of the Thirty-Third AAAI Conference on Artificial Intelligence",
        "Proceedings of the Thirty-Second AAAI Conference on Artificial Intelligence, (AAAI-18)",
        "The Thirty-Fourth AAAI Conference on Artificial Intelligence, AAAI 2020",
        "Thirty-Sixth AAAI Conference on Artificial Intelligence, AAAI 2022, Virtual Event",
        "38th AAAI Conference on Artificial Intelligence",
        "2021 AAAI Conference on Artificial Intelligence",
        "Nat. Conf. Artif. Intell.",
        "National Conference on Artificial Intelligence",
        "Annual AAAI Conference on Artificial Intelligence",
    ],
    "TNNLS": [
        "TNNLS",
        "tnnls",
        "TNNLS 2023",
        "TNNLS, 34(8)",
        "IEEE TNNLS",
        "IEEE-TNNLS",
        "IEEE T-NNLS",
        "T-NNLS",
        "IEEE Transactions on Neural Networks and Learning Systems",
        "IEEE Transactions on Neural Networks & Learning Systems",
        "IEEE transactions on neural networks and learning systems",
        "IEEE TRANSACTIONS ON NEURAL NETWORKS AND LEARNING SYSTEMS",
        "IEEE Transactions on Neural Networks and Learning Systems (TNNLS)",
        "IEEE Transactions on Neural Networks and Learning Systems 33 (2022)",
        "IEEE Transactions on Neural Networks and Learning Systems, vol. 32, no. 7",
        "Transactions on Neural Networks and Learning Systems",
        "IEEE Trans. Neural Netw. Learn. Syst.",
        "IEEE Trans. Neural Netw. Learning Syst.",
        "IEEE Trans. Neural Networks Learn. Syst.",
        "IEEE Trans. on Neural Networks and Learning Systems",
        "IEEE Trans Neural Netw Learn Syst",
        "IEEE Trans Neural Netw Learn Syst.",
        "IEEE Trans. Neur. Net. Lear. Sys.",
        "IEEE Trans. Neural Netw. Learn. Syst. 29",
        "IEEE T. Neural Networks and Learning Systems",
        "Trans. Neural Netw. Learn. Syst.",
        "ieee trans. neural netw. learn. syst",
    ],
    "TPAMI": [
        "TPAMI",
        "tpami",
        "T-PAMI",
        "PAMI",
        "TPAMI 2023",
        "IEEE TPAMI",
        "IEEE T-PAMI",
        "IEEE PAMI",
        "IEEE Transactions on Pattern Analysis and Machine Intelligence",
        "IEEE Transactions on Pattern Analysis & Machine Intelligence",
        "IEEE transactions on pattern analysis and machine intelligence",
        "IEEE TRANSACTIONS ON PATTERN ANALYSIS AND MACHINE INTELLIGENCE",
        "IEEE Transactions on Pattern Analysis and Machine Intelligence (TPAMI)",
        "IEEE Transactions on Pattern Analysis and Machine Intelligence, 45(3)",
        "IEEE Transactions on Pattern Analysis and Machine Intelligence 44",
        "Transactions on Pattern Analysis and Machine Intelligence",
        "IEEE Trans. Pattern Anal. Mach. Intell.",
        "IEEE Trans. Pattern Anal. Mach. Intell. 43",
        "IEEE Trans Pattern Anal Mach Intell",
        "IEEE Trans. Patt. Anal. Mach. Intell.",
        "IEEE Trans. Pattern Analysis and Machine Intelligence",
        "IEEE Trans. Pattern Analysis Machine Intell.",
        "IEEE Trans. on Pattern Analysis and Machine Intelligence",
        "IEEE T. Pattern Anal. Mach. Intell.",
        "Trans. Pattern Anal. Mach. Intell.",
        "IEEE Trans. PAMI",
    ],
    "Frontiers in Neuroscience": [
        "Frontiers in Neuroscience",
        "Frontiers in neuroscience",
        "frontiers in neuroscience",
        "FRONTIERS IN NEUROSCIENCE",
        "Frontiers In Neuroscience",
        "Frontiers in Neuroscience 12",
        "Frontiers in Neuroscience, 13:95",
        "Frontiers in Neuroscience 14 (2020)",
        "Frontiers in Neuroscience, vol. 15",
        "Frontiers in Neuroscience (2021)",
        "Frontiers in Neuroscience, 2019",
        "Frontiers in Neuroscience | Neuromorphic Engineering",
        "Frontiers in Neuroscience: Neuromorphic Engineering",
        "Frontiers Neurosci.",
        "Frontiers in Neurosci.",
        "Front. Neurosci.",
        "Front Neurosci",
        "front. neurosci.",
        "Front. Neurosci. 12",
        "Front. Neurosci., 12, 331",
        "Front. in Neurosci.",
        "Front. in Neuroscience",
        "Front. Neuroscience",
        "Front. Neurosc.",
        "The Frontiers in Neuroscience",
        "Front.  Neurosci",
    ],
}


@pytest.mark.parametrize(
    ("spelling", "short"),
    [(spelling, short) for short, spellings in SPELLINGS.items() for spelling in spellings],
)
def test_all_spellings_of_a_venue_give_one_short_name(spelling: str, short: str) -> None:
    assert short_venue(spelling) == short


@pytest.mark.parametrize("short", SPELLINGS)
def test_25_spellings_or_more_of_each_are_tried(short: str) -> None:
    assert len(set(SPELLINGS[short])) >= 25


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(
            "IEEE Transactions on Neural Networks and Learning Systems", "TNNLS", id="tnnls"
        ),
        pytest.param("IEEE Trans. Neural Netw. Learn. Syst.", "TNNLS", id="abbreviated"),
        pytest.param("IEEE Trans. Neural Networks Learn. Syst.", "TNNLS", id="dblp"),
        pytest.param(
            "IEEE transactions on neural networks and learning systems", "TNNLS", id="pubmed"
        ),
        pytest.param("IEEE TPAMI", "TPAMI", id="with-society"),
        pytest.param("IEEE Trans. Pattern Anal. Mach. Intell.", "TPAMI", id="tpami"),
        pytest.param("IEEE Transactions on Neural Networks", "TNN", id="tnn-is-not-tnnls"),
        pytest.param("IEEE Trans. Comput. Aided Des. Integr. Circuits Syst.", "TCAD", id="hyphen"),
        pytest.param(
            "IEEE Transactions on Circuits and Systems I: Regular Papers", "TCAS-I", id="one"
        ),
        pytest.param("IEEE Trans. Circuits Syst. II Express Briefs", "TCAS-II", id="two"),
        pytest.param("IEEE Trans. Circuits Syst. Video Technol.", "TCSVT", id="video"),
        pytest.param(
            "IEEE Transactions on Very Large Scale Integration (VLSI) Systems", "TVLSI", id="vlsi"
        ),
        pytest.param("IEEE Robotics Autom. Lett.", "RA-L", id="ral"),
        pytest.param("J. Mach. Learn. Res.", "JMLR", id="jmlr"),
        pytest.param("Transactions on Machine Learning Research", "TMLR", id="tmlr"),
        pytest.param("Int. J. Comput. Vis.", "IJCV", id="ijcv"),
        pytest.param("Proc. Natl. Acad. Sci. U.S.A.", "PNAS", id="pnas"),
        pytest.param("Proceedings of the National Academy of Sciences", "PNAS", id="pnas-in-full"),
        pytest.param("Proc. IEEE", "Proceedings of the IEEE", id="proceedings-is-the-name"),
        pytest.param("IEEE Access", "IEEE Access", id="society-is-part-of-it"),
        pytest.param("Frontiers in neuroscience", "Frontiers in Neuroscience", id="case"),
        pytest.param("Front. Neurosci.", "Frontiers in Neuroscience", id="frontiers"),
        pytest.param("FRONTIERS IN NEUROSCIENCE", "Frontiers in Neuroscience", id="capitals"),
        pytest.param("Nat. Commun.", "Nature Communications", id="nature-family"),
        pytest.param("Nat Mach Intell", "Nature Machine Intelligence", id="without-dots"),
        pytest.param("Neural Netw.", "Neural Networks", id="neural-networks"),
        pytest.param(
            "Neural networks : the official journal of the International Neural Network Society",
            "Neural Networks",
            id="pubmed-with-society",
        ),
        pytest.param("Neural Comput.", "Neural Computation", id="computation"),
        pytest.param("Neural Comput. Appl.", "Neural Computing and Applications", id="computing"),
        pytest.param("Neurocomputing 488 (2022)", "Neurocomputing", id="volume-and-year"),
        pytest.param("Science (New York, N.Y.)", "Science", id="place"),
        pytest.param("PLoS Comput Biol", "PLOS Computational Biology", id="plos"),
        pytest.param("Pattern Recognit. Lett.", "Pattern Recognition Letters", id="letters"),
        pytest.param("Pattern Recognit.", "Pattern Recognition", id="not-letters"),
        pytest.param("Knowl. Based Syst.", "Knowledge-Based Systems", id="hyphen-as-blank"),
        pytest.param("Neural Process. Lett.", "Neural Processing Letters", id="process"),
        pytest.param("IEEE Micro", "IEEE Micro", id="magazine-not-the-conference"),
        pytest.param("NN 166 (2023)", "Neural Networks", id="initials"),
        pytest.param("ACM Comput. Surv.", "ACM Computing Surveys", id="society-in-the-name"),
    ],
)
def test_a_journal_gets_its_usual_name(name: str, expected: str) -> None:
    assert short_venue(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("CVPR Workshops", "CVPR Workshop", id="plural"),
        pytest.param("CVPRW", "CVPR Workshop", id="w"),
        pytest.param(
            "2018 IEEE/CVF Conference on Computer Vision and Pattern Recognition Workshops (CVPRW)",
            "CVPR Workshop",
            id="ieee",
        ),
        pytest.param("NeurIPS 2023 Workshop on Symmetry", "NeurIPS Workshop", id="name-behind"),
        pytest.param(
            "Workshop on Neuromorphic Computing at ICML 2021", "ICML Workshop", id="name-before"
        ),
        pytest.param("MICRO 2020 Workshop on Spikes", "MICRO Workshop", id="word-with-year"),
        pytest.param(
            "International Workshop on Spikes", "International Workshop on Spikes", id="of-its-own"
        ),
        pytest.param("Workshop on FPGA Design", "Workshop on FPGA Design", id="about-a-word"),
    ],
)
def test_a_workshop_is_not_its_conference(name: str, expected: str) -> None:
    assert short_venue(name) == expected


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Annals of Improbable Research", id="journal"),
        pytest.param("计算机学报", id="chinese"),
        pytest.param("Balkan Conference on Machine Learning", id="not-icml"),
        pytest.param(
            "International Conference on Machine Learning and Applications", id="nor-this"
        ),
        pytest.param(
            "International Conference on Wavelets, Neural Networks, and Signals", id="list"
        ),
        pytest.param("Cell, Tissue and Organs", id="one-word-of-several"),
        pytest.param("KI 2020: Advances in Artificial Intelligence", id="part-of-a-name"),
        pytest.param("Neural Regeneration Research", id="same-words-begin-it"),
        pytest.param("Naturwissenschaften", id="begins-like-nature"),
        pytest.param("date", id="word-in-lower-case"),
        pytest.param("Micro", id="word-with-a-capital"),
        pytest.param("N. N.", id="initials-are-no-abbreviation"),
        pytest.param("IEEE", id="only-a-society"),
        pytest.param("2023", id="only-a-year"),
    ],
)
def test_an_unknown_name_stays_as_written(name: str) -> None:
    assert known_venue(name) is None
    assert short_venue(name) == name


def test_short_forms_that_are_words_must_have_capitals() -> None:
    assert known_venue("MICRO-54") == "MICRO"
    assert known_venue("micro-54") is None
    assert known_venue("DATE 2022") == "DATE"
    assert known_venue("Date 2022") is None
    assert known_venue("IEEE TIP") == "TIP"
    assert known_venue("IEEE Tip") is None
    assert known_venue("nn") is None


def test_blanks_around_and_within_a_name_are_tidied() -> None:
    assert short_venue("  Annals of\n Improbable  Research ") == "Annals of Improbable Research"
    assert short_venue("Nature\n Communications") == "Nature Communications"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("International Symposium on Quux (ISQX 2021)", "ISQX", id="brackets"),
        pytest.param(
            "12th International Conference on Foo Bar, FOOB 2022, Paris, France", "FOOB", id="dblp"
        ),
        pytest.param("Symposium on Quux (QUX '21)", "QUX", id="short-year"),
        pytest.param(
            "IEEE Conference on Quux (IEEE)", "IEEE Conference on Quux (IEEE)", id="society"
        ),
        pytest.param("Journal of Quux (JQX)", "Journal of Quux (JQX)", id="no-meeting"),
        pytest.param("Conference on Quux (Online)", "Conference on Quux (Online)", id="word"),
    ],
)
def test_a_meeting_that_brings_its_short_name_along_gets_it(name: str, expected: str) -> None:
    assert short_venue(name) == expected


@pytest.mark.parametrize(
    "name",
    [
        *("arXiv", "arXiv preprint arXiv:2307.01694", "ArXiv e-prints", "arXiv.org", "arXiv:2307"),
        *("CoRR", "CoRR abs/2307.01694", "Computing Research Repository", "bioRxiv", "medRxiv"),
        *("SSRN Electronic Journal", "Preprint at Research Square", "Research Square", "预印本"),
    ],
)
def test_servers_of_preprints_are_told_from_venues(name: str) -> None:
    assert is_preprint(name)


@pytest.mark.parametrize(
    "name", ["NeurIPS", "Nature", "Corr. Sci.", "Corrosion Science", "Archives of X", ""]
)
def test_venues_are_no_preprints(name: str) -> None:
    assert not is_preprint(name)


def test_series_of_books_are_told_from_venues() -> None:
    assert is_series("Lecture Notes in Computer Science")
    assert is_series("Proceedings of Machine Learning Research")
    assert is_series("PMLR")
    assert not is_series("Proceedings of the IEEE")
    assert not is_series("NeurIPS")


@pytest.mark.parametrize(
    ("venue", "rank"),
    [
        pytest.param("NeurIPS", "A", id="short"),
        pytest.param("NIPS 2017", "A", id="old-name"),
        pytest.param("International Conference on Learning Representations", "A", id="full"),
        pytest.param("European Conference on Computer Vision", "B", id="b"),
        pytest.param("Neurocomputing 488 (2022)", "C", id="journal"),
        pytest.param("NN", "B", id="initials"),
        pytest.param("Nature", None, id="not-in-the-catalogue"),
        pytest.param("CVPRW", None, id="workshop"),
        pytest.param("Findings of EMNLP 2023", None, id="findings"),
        pytest.param("arXiv", None, id="preprint"),
        pytest.param("Annals of Improbable Research", None, id="unknown"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_venue_has_its_rank_in_any_spelling(venue: str, rank: str | None) -> None:
    assert ccf_rank(venue) == rank


def test_each_short_name_is_known_by_itself() -> None:
    for name in ("3DV", "ACM MM", "RA-L", "ASP-DAC", "TCAS-I", "eLife", "MLSys", "CoRL", "NeurIPS"):
        assert known_venue(name) == name


PARTS = st.sampled_from([
    "CVPR", "Workshop", "Findings of", "International Conference on", "Machine Learning", "Neural",
    "Networks", "2023", "'23", "(", ")", ",", ":", "IEEE", "Proc.", "the 37th", "Nature", "EMNLP",
    "FOOB", "Commun.", " - ", "学报", "XVII", "Systems",
])  # fmt: skip


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.lists(PARTS).map(" ".join))
def test_a_short_name_stays_what_it_is(name: str) -> None:
    short = short_venue(name)

    assert short_venue(short) == short


@pytest.mark.parametrize("part", ["(", "a, ", "Twenty-", "conference ", " - ", "Aa"])
def test_long_names_are_read_in_no_time(part: str) -> None:
    start = time.perf_counter()

    short_venue(part * 5000)

    assert time.perf_counter() - start < 1
