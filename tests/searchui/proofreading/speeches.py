"""A corpus of four invented speeches, with a list of outdated wordings, to proofread drafts against."""

from pathlib import Path

SPEECHES = {
    "2021-03-01-沈知远-在全市工作会议上的讲话.txt": """在全市工作会议上的讲话
（2021年3月1日）
沈知远

同志们：

一、总的要求
我们要把河湖治理摆在突出位置，一年接着一年干，让每条河都清起来、活起来、美起来。
全市上下要坚持攻坚克难、砥砺奋进、开拓进取，把各项任务落到实处。
要做好防灾减灾救灾工作，守住安全的底线。
""",
    "2022-03-02-沈知远-政府工作报告.txt": """政府工作报告
（2022年3月2日）
市长 沈知远

各位代表：

去年新建农村公路860公里，惠及群众12万人。
今年的目标是：经济增长5.5%左右，居民收入与经济同步增长。
我们要常怀为民之心，多办利民之事，让群众的日子一年比一年好。
要加快建设现代水网，加快建设现代水网，再加快建设现代水网。
""",
    "2023-05-06-叶舒禾-在青年座谈会上的讲话.txt": """在青年座谈会上的讲话
（2023年5月6日）
叶舒禾

青年朋友们：

路虽远，行则将至；事虽难，做则必成。
青年要在火热的实践中长本领，在基层的泥土里扎下根。
要加快建设现代水网，让清水流进千家万户。
我们加快建设现代水网，为的是子孙后代。
""",
    "丰收节致辞.txt": """丰收节致辞

各位乡亲：

愿大家的粮仓满满当当，日子红红火火。
大家加快建设现代水网，功在千秋。
""",
}
PHRASINGS = "# 旧的提法\t新的提法\n河湖整治\t河湖治理\t2021年\t见三月一日讲话\n"


def write_speeches(folder: Path) -> Path:
    """The folder, with the corpus in it."""
    for name, text in SPEECHES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "提法.tsv").write_text(PHRASINGS, encoding="utf-8")
    return folder
