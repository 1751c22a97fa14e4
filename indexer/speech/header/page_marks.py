"""What a newspaper, a site or an office prints around a text: the dispatch of an agency, a caption, a stamp, a letterhead."""

import re

_HAN = r"\u3400-\u9fff"
# 新桥社东江5月2日电, （临河日报5月2日讯）; the day is that of sending, without a year.
DISPATCH = re.compile(
    rf"[（(]?[{_HAN}]{{1,8}}[社报網网][{_HAN}·]{{0,14}}(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日[电電讯訊][）)]?"
)
# 大会在东江举行。记者 林晓 摄: a sentence or more, and who took the picture.
CAPTION = re.compile(
    rf"[^摄攝]{{0,300}}?(?:记者|記者|通讯员|摄影|攝影|[{_HAN}]{{2,4}}\s*/)[^。摄攝]{{0,24}}(?:[摄攝]影?|影)[）)]?"
)
# 2031-02-09 10:02:33; without its hour it may be the day of the speech as well.
STAMP = re.compile(
    r"(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?(?P<hour>\s+\d{1,2}[:：]\d\d(?:[:：]\d\d)?(?:\s+[\u3400-\u9fff]{2,4}$)?)?"
)
# 某市第十七届人民代表大会第四次会议文件（三）: in which bundle of papers a text was handed out.
BUNDLE = re.compile(
    rf"[{_HAN}]{{4,50}}(?:会议|會議|大会|大會)文件\s*(?:[（(〔\[]?[一二三四五六七八九十百〇\d]{{1,4}}[）)〕\]]?|之[一二三四五六七八九十]{{1,3}})?"
)
# ★ ◆◆◆: signs alone.
ORNAMENT = re.compile(r"[^\w\s]{1,40}")
# 临河市人民政府文件, and below it 临政发〔2031〕3号: whose paper it is, and its number (GB/T 9704-2012).
LETTERHEAD = re.compile(rf"[{_HAN}（）()、\s]{{2,60}}文\s*件")
DOCUMENT_NUMBER = re.compile(
    rf"[{_HAN}]{{1,12}}\s*(?:字|发)?\s*[〔\[［【(（]\s*(?:19|20)\d\d\s*[〕\]］】)）]\s*第?\s*\d{{1,5}}\s*[号號](?:\s*签发人[:：].{{1,20}})?"
)
_BODIES = "人民政府|政府办公室|政府办|委员会|委员会办公室|市委|县委|区委|省委|党委|宣传部|组织部|统战部|研究室|新闻办"
# 临河市人民政府, 市委宣传部: whose page it is, alone on a line.
BODY_OF_STATE = re.compile(rf"[{_HAN}]{{2,20}}(?:{_BODIES})")
# 共青团临河市委员会, 清溪中学: who signs where no person does.
ORGANISATION = re.compile(
    rf"[{_HAN}]{{2,20}}(?:{_BODIES}|委員會|[縣區]委|办公室|工会|工會|协会|協會|学会|學會|联合会|聯合會|理事会|理事會|基金会|基金會"
    r"|大学|大學|学院|學院|中学|中學|小学|小學|学校|學校|医院|醫院|公司|集团|集團|支部|支队|总队|研究院|研究所|出版社|银行|銀行|中心|[部厅廳局馆館])"
)
# 辛亥年正月初五, （农历二〇三一年腊月廿三）
LUNAR_DATE = re.compile(
    r"[（(]?(?:农历|農曆|夏历)?[甲乙丙丁戊己庚辛壬癸〇零一二三四五六七八九十\d子丑寅卯辰巳午未申酉戌亥]{2,4}年"
    r"(?:[正一二三四五六七八九十冬腊臘]{1,2}月(?:初|十|廿|二十|三十|卅)?[一二三四五六七八九十]?[日]?)[）)]?"
)
# （文字实录）: what kind of page it is.
RECORD = re.compile(
    r"[（(【]?(?:图文|文字|现场|在线|網上|网上|直播|访谈|訪談|全程|視頻|视频)*(?:实录|實錄|直播|速记稿|速記稿|文字稿)[）)】]?"
)
# 内部资料　注意保存: how a paper is to be handled.
MARKED = re.compile(
    r"[（(【★]?(?:[绝机秘]密(?:★.{0,8})?|内部(?:资料|文件|材料|刊物|参考)|內部(?:資料|文件)"
    r"|征求意见稿|送审稿|讨论稿|审议稿|代拟稿|初稿)(?:[\s　，,]*(?:注意保存|注意保管|妥善保管|严禁外传|不得外传|请勿外传|会后收回))?[）)】]?"
)
# 编者按：…
EDITORS = re.compile(r"(?:编者按|編者按|编者的话|編者的話|按语|按語)\s*[：:].+")
# 第三讲　怎样写好调查报告
LECTURE = re.compile(r"第[一二三四五六七八九十\d]{1,3}[讲講课課][　 ：:].{2,40}")
# 本报记者 林某, 文/林某: who made the page.
CREDIT = re.compile(
    r"[（(]?(?:本报|本刊|本网|本报首席|见习|特约|《[^》]{1,20}》|[^，。：:\s]{0,12}(?:日报|晚报|晨报|时报|电视台|新闻网))?"
    r"(?:(?:记者|記者|通讯员|通訊員|摄影|攝影|撰文|文字|图片|编辑|編輯|责编|校对|主持人|主持|整理|制图|策划)[\s:：/／]+|[文图圖]\s*[/／:：]\s*).{1,30}"
    r"|.{2,20}\s(?:供稿|整理|提供|摄影报道|报道)"
)
# 讲话全文：
TEXT_FOLLOWS = re.compile(
    r"(?:(?:讲话|講話|致辞|致辭|发言|發言|讲稿)?(?:内容|內容|全文|正文|原文)|(?:以下为|以下是)?(?:讲话|致辞|发言)全文|全文如下)[：:]?"
)
# 【讲话】在…上的讲话（节选）
TWO_BRACKETS = re.compile(r"(?:【[^【】]*】|〖[^〖〗]*〗).+[）)]")
