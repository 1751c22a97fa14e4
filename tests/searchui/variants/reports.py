"""Invented reports of sixteen years in which wordings succeed each other, among others that stay as they are."""

import random
from collections.abc import Iterator
from pathlib import Path

YEARS = range(2005, 2021)
SUCCESSIONS = (  # kind, old, new, wordings of every year that are like them
    ("replaced", "河湖整治工程", "河湖治理工程", ("河湖监测工程", "公路整治工程", "校舍整治工程")),
    ("replaced", "小城镇试点工作", "特色镇试点工作", ("新农具试点工作", "图书馆试点工作")),
    ("replaced", "山区富民行动", "山区振兴行动", ("山区护林行动", "青年富民行动")),
    ("replaced", "粮食订购价格", "粮食收购价格", ("粮食批发价格", "棉花订购价格")),
    ("replaced", "乡镇集体工厂", "乡镇股份工厂", ("乡镇农具工厂", "县办集体工厂")),
    ("replaced", "便民服务窗口", "政务服务窗口", ("旅游服务窗口", "便民服务热线")),
    ("longer", "建设清水城镇", "建设绿色清水城镇", ("建设文明城镇", "建设清水水库")),
    ("longer", "完善灌溉体系", "完善现代灌溉体系", ("完善供暖体系", "完善灌溉渠道")),
    ("longer", "推进农机合作", "推进农机深度合作", ("推进渔业合作", "推进农机检修")),
    ("longer", "保护古村落", "保护传承古村落", ("保护候鸟群", "保护古城墙")),
    ("longer", "居民医药补贴", "居民基本医药补贴", ("居民取暖补贴", "教师医药补贴")),
    ("longer", "公路养护制度", "公路日常养护制度", ("林木养护制度", "公路收费制度")),
    ("shorter", "统一的林地登记办法", "林地登记办法", ("统一的渔船登记办法", "林地流转办法")),
    ("shorter", "村级账目公开监督", "村级账目监督", ("村级账目清理", "乡镇账目公开监督")),
    ("shorter", "学生营养午餐补助", "学生午餐补助", ("学生交通补助", "职工午餐补助")),
    ("shorter", "渔港防波堤坝加固", "渔港堤坝加固", ("渔港码头加固", "水库堤坝加固")),
    ("shorter", "扶持返乡青年创业", "扶持青年创业", ("扶持青年演员", "鼓励妇女创业")),
    ("shorter", "果品冷藏仓储基地", "果品仓储基地", ("果品加工基地", "粮食仓储基地")),
    ("order", "开放合作平台", "合作开放平台", ("开放交易平台", "合作研究平台")),
    ("order", "管护修复湿地", "修复管护湿地", ("管护森林湿地", "修复海岸线")),
    ("order", "勤俭诚信家风", "诚信勤俭家风", ("勤俭治校校风", "诚信经营店风")),
    ("order", "检修更换管网", "更换检修管网", ("检修供水管网", "更换路灯线路")),
    ("order", "科普读书活动", "读书科普活动", ("科普下乡活动", "读书征文活动")),
    ("order", "防洪抗旱物资", "抗旱防洪物资", ("防洪救灾物资", "抗旱打井物资")),
    ("character", "水利法制建设", "水利法治建设", ("水利设施建设", "海事法制建设")),
    ("character", "残废职工安置", "残疾职工安置", ("退休职工安置", "下岗职工安置")),
    ("character", "国营林场改造", "国有林场改造", ("集体林场改造", "国营茶场改造")),
    ("character", "公社社员代表", "公社村员代表", ("公社教员代表", "学校社员代表")),
    ("character", "海产养植补贴", "海产养殖补贴", ("海产运输补贴", "花卉养植补贴")),
    ("character", "渡船渡口安检", "渡船渡口安监", ("渡船渡口安排", "车站渡口安检")),
)
FRAMES = (
    "我们要抓好{it}，让群众得到实惠。",
    "今年{it}又有新的进展，完成投资{n}万元。",
    "各县要把{it}放在重要位置，年底前见到成效。",
    "{it}取得明显成绩，受到群众欢迎。",
    "围绕{it}出台了{n}条措施。",
    "会议再次强调{it}的重要意义。",
)
BETWEEN = ("监测", "宣传", "普查", "联合", "验收", "示范")  # said in each year where the old and the new wording differ
TURN = {old: 2009 + 5 * place % 7 for place, (_, old, _, _) in enumerate(SUCCESSIONS)}


def write_reports(folder: Path, seed: int = 3) -> Path:
    """The folder, with a report for each year in it, and one without a date."""
    chance = random.Random(seed)
    for year in YEARS:
        body = "\n".join(_sentences(year, chance))
        head = f"政府工作报告\n（{year}年3月2日）\n市长 {'沈知远' if year < 2013 else '叶舒禾'}\n\n各位代表：\n\n"
        (folder / f"{year}-政府工作报告.txt").write_text(head + body + "\n", encoding="utf-8")
    (folder / "杂谈.txt").write_text("杂谈\n\n说到河湖治理工程，大家都很高兴。\n", encoding="utf-8")
    return folder


def _sentences(year: int, chance: random.Random) -> Iterator[str]:
    for _, old, new, like in SUCCESSIONS:
        now, others = (old if year < TURN[old] else new), (*like, *siblings(old, new))
        lines = [chance.choice(FRAMES).format(it=now, n=chance.randint(20, 90)) for _ in range(2)]
        lines += [chance.choice(FRAMES).format(it=it, n=chance.randint(20, 90)) for it in others]
        chance.shuffle(lines)
        yield "".join(lines)


def siblings(old: str, new: str) -> list[str]:
    """Wordings that differ from both of two where these differ; none where they would contain one of the two."""
    if old.endswith(new) or new.endswith(old):
        return []
    start = _same(old, new)
    end = min(_same(old[::-1], new[::-1]), min(len(old), len(new)) - start)
    return [old[:start] + word + old[len(old) - end :] for word in BETWEEN]


def _same(one: str, other: str) -> int:
    """How many characters two texts begin with that are the same."""
    return next(
        (place for place, signs in enumerate(zip(one, other, strict=False)) if len({*signs}) > 1),
        min(len(one), len(other)),
    )
