"""Make a notebook of made-up notes that look like real ones: the same seed, the same bytes.

python bench/generate.py FOLDER --notes 10000 --seed 1
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

YEARS = range(2015, 2027)

#: In the text of about three notes in ten, and nowhere else.
COMMON_WORD = "膜电位"
COMMON_SHARE = 0.3
#: In the text of `RARE_NOTES` notes (of all, if there are fewer), and nowhere else.
RARE_WORD = "heterodyne"
RARE_NOTES = 5


def _items(text: str, separator: str = " ") -> list[str]:
    return text.split(separator)


_SYLLABLES = _items(
    "ba be bi bo da de di do fa fe fi fo ga ge gi go ka ke ki ko la le li lo ma me mi mo na ne ni "
    "no ra re ri ro sa se si so ta te ti to va ve vi vo"
)
_KINDS = ["former", "Net", "SNN", "Spike", "Flow", "Grad", "LIF", "Norm", "Conv", "Mixer"]
_ADJECTIVES = _items(
    "Efficient Adaptive Temporal Sparse Event-Based Hierarchical Energy-Aware Robust Parallel "
    "Ultra-Low-Latency Biologically Plausible Self-Supervised Quantized Recurrent Direct"
)
_THINGS = _items(
    "Training|Conversion|Attention|Normalization|Pruning|Encoding|Distillation|Inference|"
    "Neuron Models|Learning Rules|Architecture Search|Early Exit",
    "|",
)
_SUBJECTS = _items(
    "Spiking Neural Networks|Event Cameras|Neuromorphic Hardware|Object Detection|"
    "Speech Recognition|Depth Estimation|Point Clouds|Robot Control|Image Classification|"
    "Continual Learning|Optical Flow|Large Language Models",
    "|",
)
_VENUES = _items(
    "NeurIPS ICML ICLR CVPR ICCV ECCV AAAI IJCAI TNNLS TPAMI arXiv Neurocomputing DATE ISCAS"
)
_GIVEN = _items(
    "Wei Man Yuhang Shikuang Rui Lei Jing Xin Hao Ming Anna Lukas Priya Emre Sander Friedemann "
    "Guillaume Yuki Mateo Chloé Zhaokun Yufei Tiejun Guoqi Dan Katherine"
)
_FAMILY = _items(
    "Fang Yao Li Wang Zhang Deng Chen Guo Huang Tian Zhou Bu Ding Bellec Zenke Bohte Neftci Roy "
    "Panda Müller García Tanaka Novák Kim Perez-Nieves Goodman"
)
_CHINESE_AUTHORS = ("姚满", "李国齐", "黄铁军", "田永鸿", "余肇飞", "方维")
_TAGS = _items(
    "training conversion transformer attention neuron-model encoding normalization hardware "
    "simulation event-camera detection survey surrogate-gradient sparse recurrent energy"
)
_STATUSES = ["read", "read", "reading", "unread"]
_DATASETS = _items(
    "CIFAR-10|CIFAR-100|CIFAR10-DVS|ImageNet|DVS128 Gesture|N-MNIST|Spiking Heidelberg Digits|"
    "N-Caltech101|Gen1|MVSEC",
    "|",
)
_METHODS = _items(
    "surrogate gradient|替代梯度|time-dependent STDP|知识蒸馏（knowledge distillation）|阈值平衡|"
    "批归一化（batch normalization）|membrane time constant|自适应阈值|早退（early exit）|脉冲编码",
    "|",
)

# From common to rare: the tenth is used a tenth as often as the first.
_TOPICS = _items(
    "脉冲时间依赖可塑性|predictive coding|侧抑制|liquid state machine|稳态可塑性|"
    "reservoir computing|突触延迟|dopamine|轴突|working memory|赢者通吃|小脑|hippocampus|海马|"
    "resonate-and-fire|星形胶质细胞|axonal delay|丘脑|sigma-delta|群体编码|rank-order coding|"
    "短时程抑制|memristor|忆阻器|eligibility trace|资格迹|spike-frequency adaptation|互补学习|"
    "Hopfield|联想记忆|noise robustness|对抗样本|membrane noise|光流|sleep replay|睡眠重放|"
    "superior colliculus|上丘|barrel cortex|桶状皮层|saccade|扫视|odour|嗅球|whisker|触须",
    "|",
)
_TOPIC_WEIGHTS = [1 / place for place in range(1, len(_TOPICS) + 1)]

_SENTENCES = (
    "{name} 把 {method} 用于脉冲神经网络（spiking neural network，SNN）的直接训练。",
    "作者在 {data} 上报告 {percent}% 的准确率，时间步 $T={steps}$ ，比基线高 {gain} 个百分点。",
    "神经元采用漏积分发放（leaky integrate-and-fire，LIF）模型，衰减系数 $\\tau={tau}$ 。",
    "The key observation is that {method} loses information when the firing rate saturates.",
    "与 {other} 相比，它不需要预训练的人工神经网络（artificial neural network，ANN）。",
    "Energy is estimated from synaptic operations: {gain} mJ per image on 45 nm hardware.",
    "每层的脉冲发放率约为 {percent}%，稀疏性随深度增加，乘法几乎全部变成加法。",
    "消融实验表明，去掉 {method} 之后 {data} 上的结果下降 {gain} 个百分点。",
    "训练使用 {steps} 张显卡，batch size 为 {batch}，优化器是 AdamW，学习率余弦衰减。",
    "这里的反向传播穿过时间（backpropagation through time，BPTT），显存随 $T$ 线性增长。",
    "{other} and {name} differ in where the residual connection is placed.",
    "注意力（attention）里的 softmax 被去掉，查询、键与值都是脉冲张量。",
    "我的疑问：在 {data} 上 $T={steps}$ 时的增益，是否只来自更长的训练？",
    "实现见官方代码；复现时要注意 {method} 的超参数对随机种子很敏感。",
    "In the event-driven setting the input of {data} is binned into {steps} frames.",
    "硬件部分给出在 Loihi 2 与天机芯片上的延迟与能耗，峰值功率 {gain} W。",
    "理论部分证明误差以 $O(1/\\sqrt{{T}})$ 收敛，条件是阈值 $\\theta>{tau}$ 。",
    "数据增强沿用 {other} 的做法，只对时间轴做随机裁剪与翻转。",
    "与生物神经元的关系：树突（dendrite）的非线性被近似成一个二阶滤波器。",
    "The authors release pretrained weights, yet the script for {data} is missing.",
    "讨论部分把它与{topic}联系起来，并引用了神经科学的证据。",
    "A link to {topic} is drawn, though no experiment supports it.",
    "补充材料里有一节讲{topic}，写得比正文清楚。",
    "Inspired by {topic}, the update uses only local information.",
    "后续工作可以看 {other}，它把{topic}也放进了目标函数。",
    "学习规则只用到局部信息，因此可以在线更新，不必保存整个计算图。",
    "Weights are quantized to {steps} bits with a loss of {gain} points.",
    "卷积核用深度可分离的形式，参数量减少到原来的 {percent}%。",
    "多步与单步推理的差距主要来自第一个时间步的输入编码。",
    "Latency is {steps} ms on an FPGA, measured with {data}.",
    "残差连接放在脉冲之后会产生整数值，作者为此改了加法的位置。",
    "图卷积版本把邻接矩阵也离散化，在引文网络上与实数网络相当。",
    "The loss has a regularizer that keeps the firing rate near {percent}%.",
    "池化层用最大值会破坏时序，平均值又不是脉冲，文中用的是步长卷积。",
    "长序列任务上，并行化的神经元让训练快了 {gain} 倍。",
    "和强化学习结合的部分只在 Atari 的 {steps} 个游戏上验证。",
)
_FORMULAS = (
    "$$\\tau\\frac{{du}}{{dt}}=-(u-u_{{rest}})+RI(t),\\quad u\\ge\\theta\\Rightarrow s=1$$",
    "$$u[t]={tau} u[t-1] (1-s[t-1])+\\sum_j w_{{ij}}s_j[t]$$",
    "$$\\frac{{\\partial s}}{{\\partial u}}\\approx\\frac{{1}}{{1+(\\pi u)^2}}$$",
    (
        "$$\\mathcal{{L}}=\\frac{{1}}{{T}}\\sum_{{t=1}}^{{T}}\\mathrm{{CE}}(o[t],y)"
        "+{tau}\\lVert w\\rVert_2^2$$"
    ),
)
_COMMON_SENTENCES = (
    f"重置之后{COMMON_WORD}（membrane potential）保留余量，软重置比硬重置丢失的信息更少。",
    f"图中画出了各层{COMMON_WORD}的分布，训练后它向阈值两侧分开。",
)
_RARE_SENTENCE = f"A {RARE_WORD} receiver serves as the analogue front end in the appendix."

#: What people may search for in such a notebook: words, phrases and parts of words, common and
#: rare, in both languages.
QUERIES = (
    COMMON_WORD, RARE_WORD, "电位", "脉", "脉冲神经网络", "替代梯度", "阈值", "注意力", "LIF神经元",
    "知识蒸馏", "树突", "天机芯片", "忆阻器", "软重置", "surrogate gradient", "spiking", "whisker",
    "batch normalization", "residual connection", "hippocampus", "Loihi", "dopamine", "softmax",
    '"early exit"', '"pretrained weights"', "CIFAR-10", "ImageNet", "title:transformer",
    "title:bakelaformer", "author:Fang", "tag:attention 阈值", "year:2021..2023 surrogate",
    "venue:NeurIPS 脉冲", "energy OR 能耗", "LIF -softmax", "spik*", "math:\\tau",
    "膜电位 threshold", "姚满", "不存在的词",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MadeUpPaper:
    """What a note and a papis document of the same paper have in common."""

    title: str
    authors: tuple[str, ...]
    year: int
    venue: str
    arxiv: str
    citekey: str
    tags: tuple[str, ...]

    @property
    def url(self) -> str:
        return f"https://arxiv.org/abs/{self.arxiv}"

    @property
    def path(self) -> str:
        """Where the note stands in the notebook."""
        return f"notes/{self.year}/{self.title.replace(':', ',')}.md"


def papers(notes: int, seed: int) -> Iterator[MadeUpPaper]:
    """The papers of a notebook, in the order in which their notes are made."""
    random = Random(f"papers {seed}")
    for number in range(notes):
        name = _name(number)
        year = random.choice(YEARS)
        authors = [
            f"{random.choice(_GIVEN)} {random.choice(_FAMILY)}" for _ in range(random.randint(2, 7))
        ]
        if not random.randrange(10):
            authors.append(random.choice(_CHINESE_AUTHORS))
        yield MadeUpPaper(
            title=(
                f"{name}: {random.choice(_ADJECTIVES)} {random.choice(_THINGS)} "
                f"for {random.choice(_SUBJECTS)}"
            ),
            authors=tuple(dict.fromkeys(authors)),
            year=year,
            venue=random.choice(_VENUES),
            arxiv=f"{year % 100:02}{random.randint(1, 12):02}.{number % 100_000:05}",
            citekey=f"{authors[0].split()[-1].lower()}{year}{name.lower()}",
            tags=tuple(random.sample(_TAGS, random.randint(1, 4))),
        )


def _name(number: int) -> str:
    """The name of a method, another one for each number below a million."""
    # 7919 shares no factor with the count of names, so that neighbours look unlike.
    count = len(_SYLLABLES) ** 3 * len(_KINDS)
    number, kind = divmod(number * 7919 % count, len(_KINDS))
    number, third = divmod(number, len(_SYLLABLES))
    first, second = divmod(number, len(_SYLLABLES))
    return f"{_SYLLABLES[first].title()}{_SYLLABLES[second]}{_SYLLABLES[third]}{_KINDS[kind]}"


def note_texts(notes: int, seed: int) -> Iterator[tuple[str, str]]:
    """Path and text of each note."""
    random = Random(f"notes {seed}")
    rare = set(random.sample(range(notes), min(RARE_NOTES, notes)))
    previous = "Spikformer"
    for number, paper in enumerate(papers(notes, seed)):
        name = paper.title.partition(":")[0]
        sentences = _sentences(random, name, previous)
        if number in rare:
            sentences.append(_RARE_SENTENCE)
        random.shuffle(sentences)
        heading = f"## {paper.title}\n\n[论文链接]({paper.url})"
        yield (
            paper.path,
            f"{_frontmatter(random, paper)}\n{heading}\n\n{_paragraphs(sentences)}\n",
        )
        previous = name


def _frontmatter(random: Random, paper: MadeUpPaper) -> str:
    lines = ["---", f'title: "{paper.title}"', "authors:"]
    lines += [f"  - {author}" for author in paper.authors]
    lines += [f"year: {paper.year}", f"venue: {paper.venue}", f"url: {paper.url}"]
    lines.append(f'arxiv: "{paper.arxiv}"')
    if random.randrange(2):
        name = paper.title.partition(":")[0]
        lines.append(f"code: https://github.com/{paper.citekey}/{name}")
    lines.append(f"citekey: {paper.citekey}")
    lines.append(f"tags: [{', '.join(paper.tags)}]")
    lines.append(f"status: {random.choice(_STATUSES)}")
    if not random.randrange(3):
        lines.append(f"rating: {random.randint(1, 5)}")
    day, second = divmod(random.randrange(300 * 86_400), 86_400)
    lines.append(
        f"added: 2025-{day // 28 + 1:02}-{day % 28 + 1:02}T{second // 3600:02}:"
        f"{second // 60 % 60:02}:{second % 60:02}+08:00"
    )
    return "\n".join([*lines, "---", ""])


def _sentences(random: Random, name: str, other: str) -> list[str]:
    """About 2 KB of sentences about the method `name`, with a formula or two."""

    def filled(sentence: str) -> str:
        return sentence.format(
            name=name, other=other, method=random.choice(_METHODS), data=random.choice(_DATASETS),
            percent=f"{random.uniform(5, 99):.2f}", gain=f"{random.uniform(0.1, 9):.2f}",
            steps=random.choice([1, 2, 4, 6, 8, 10, 16]), batch=2 ** random.randint(4, 9),
            tau=f"{random.uniform(0.2, 2):.2f}",
            topic=random.choices(_TOPICS, _TOPIC_WEIGHTS)[0],
        )  # fmt: skip

    chosen = random.sample(_SENTENCES, 17) + random.sample(_FORMULAS, random.randint(1, 2))
    if random.random() < COMMON_SHARE:
        chosen.append(random.choice(_COMMON_SENTENCES))
    return [filled(sentence) for sentence in chosen]


def _paragraphs(sentences: list[str]) -> str:
    """Text in three paragraphs, the second under a heading of its own; formulas stand alone."""
    third = len(sentences) // 3
    parts = [sentences[:third], sentences[third : 2 * third], sentences[2 * third :]]
    texts = ["".join(map(_placed, part)).strip() for part in parts]
    return f"{texts[0]}\n\n### 方法\n\n{texts[1]}\n\n{texts[2]}"


def _placed(sentence: str) -> str:
    if sentence.startswith("$$"):
        return f"\n\n{sentence}\n\n"
    return f"{sentence} " if sentence.endswith(".") else sentence


README = """# Made-up notes

<!-- snnnotes:begin papers -->
<!-- snnnotes:end papers -->
"""


def make_notebook(
    folder: Path,
    *,
    notes: int,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write a notebook of that many notes into a new folder.

    Raises:
        FileExistsError: The folder is there already.
    """
    folder.mkdir(parents=True)
    (folder / "snnnotes.toml").write_text("", encoding="utf-8")
    (folder / "README.md").write_text(README, encoding="utf-8")
    for year in YEARS:
        (folder / "notes" / str(year)).mkdir(parents=True)
    for done, (path, text) in enumerate(note_texts(notes, seed), start=1):
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
        if progress:
            progress(done, notes)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Make a notebook of made-up notes.")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that is not there")
    parser.add_argument("--notes", type=int, default=10_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    options = parser.parse_args(arguments)
    try:
        make_notebook(options.folder, notes=options.notes, seed=options.seed)
    except FileExistsError:
        print(f"{options.folder} exists; name a folder that does not", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
