import pytest

from snnnotes.model.venue_link import venue_of_link
from snnnotes.model.venue_table import VENUES

_TOLD = [
    ("https://proceedings.neurips.cc/paper/2021/file/61f2-Paper.pdf", "NeurIPS"),
    ("http://papers.nips.cc/paper/7417-slayer", "NeurIPS"),
    ("https://papers.neurips.cc/paper_files/paper/2023/hash/a.html", "NeurIPS"),
    ("https://neurips.cc/virtual/2023/poster/70143", "NeurIPS"),
    ("https://openaccess.thecvf.com/content/ICCV2023/papers/Li_ICCV_2023_paper.pdf", "ICCV"),
    ("https://openaccess.thecvf.com/content_ICCV_2019/html/Li.html", "ICCV"),
    ("http://openaccess.thecvf.com/content_cvpr_2018/papers/Li.pdf", "CVPR"),
    ("https://openaccess.thecvf.com/content/CVPR2021W/EventVision/html/a.html", "CVPR"),
    ("https://openaccess.thecvf.com/content/WACV2024/html/a.html", "WACV"),
    ("https://proceedings.mlr.press/v202/li23.html", "ICML"),
    ("https://proceedings.mlr.press/v206/li23.html", "AISTATS"),
    ("https://proceedings.mlr.press/v229/", "CoRL"),
    ("https://aclanthology.org/2023.acl-long.1/", "ACL"),
    ("https://aclanthology.org/2023.emnlp-main.12.pdf", "EMNLP"),
    ("https://aclanthology.org/P19-1001", "ACL"),
    ("https://aclanthology.org/2021.tacl-1.5", "TACL"),
    ("https://www.ijcai.org/proceedings/2022/343", "IJCAI"),
    ("https://www.ijcai.org:443/proceedings/2022/0343.pdf", "IJCAI"),
    ("https://www.ecva.net/papers/eccv_2022/papers_ECCV/html/1_ECCV_2022_paper.php", "ECCV"),
    ("https://ojs.aaai.org/index.php/AAAI/article/view/16874", "AAAI"),
    ("https://www.jmlr.org/papers/v24/22-0001.html", "JMLR"),
    ("https://www.nature.com/articles/s41467-023-43488-y", "Nature Communications"),
    ("https://www.nature.com/articles/s41586-019-1677-2#Sec1", "Nature"),
    (
        "https://www.frontiersin.org/articles/10.3389/fnins.2018.00331/full",
        "Frontiers in Neuroscience",
    ),
    ("https://iclr.cc/virtual/2024/poster/17562", "ICLR"),
    ("HTTPS://ICML.CC/virtual/2023/oral/25470", "ICML"),
]


@pytest.mark.parametrize(("link", "venue"), _TOLD)
def test_address_tells_the_venue(link: str, venue: str) -> None:
    assert venue_of_link(link) == venue


@pytest.mark.parametrize(
    "link",
    [
        "https://arxiv.org/abs/2307.01694",
        "https://openreview.net/pdf?id=Ht79ZTVMsn",
        "https://github.com/fangwei123456/proceedings.neurips.cc",
        "https://proceedings.mlr.press/v1/a.html",
        "https://proceedings.mlr.press/",
        "https://neurips.cc/virtual/2023/workshop/66516",
        "https://neurips.cc/Conferences/2023",
        "https://aclanthology.org/W19-1001",
        "https://aclanthology.org/2023.findings-emnlp.1",
        "https://aclanthology.org/2023.acl-srw.1",
        "https://ojs.aaai.org/index.php/ICWSM/article/view/1",
        "https://www.nature.com/articles/s99999-023-43488-y",
        "https://www.nature.com/articles/nature14539",
        "https://openaccess.thecvf.com/menu",
        "https://jmlr.org/proceedings/papers/v37/a.html",
        "https://www.ijcai.org/",
        "https://evil.example/?u=https://proceedings.neurips.cc/x",
        "https://proceedings.neurips.cc.example/x",
        "proceedings.neurips.cc/paper/2021",
        "",
        "https://",
    ],
)
def test_address_that_does_not_tell_gives_none(link: str) -> None:
    assert venue_of_link(link) is None


def test_every_venue_is_spelt_as_in_the_table_of_venues() -> None:
    shorts = {row.short for row in VENUES}

    assert {venue for _, venue in _TOLD} <= shorts
