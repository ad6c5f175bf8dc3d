"""The first letters of Chinese names as pinyin spells them: `lxm` finds 林小满.

GB 2312 keeps its 3,755 common characters in the order of their pinyin, so that 23 boundaries tell the letter; of its
3,008 others the letter stands in a table, of those beyond it only of what names have. A surname that is read unlike
the character elsewhere has both letters.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache, lru_cache

_LETTERS = "abcdefghjklmnopqrstwxyz"
_FIRST = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"  # the first character of each letter
_COMMON, _OTHERS = 0xB0A1, 0xD8A1  # where the common characters begin, and where the others do
_SURNAMES = {
    "单": "s",
    "解": "x",
    "仇": "q",
    "查": "z",
    "区": "o",
    "种": "c",
    "乐": "y",
    "员": "y",
    "召": "s",
    "折": "s",
    "长": "z",
    "尉": "y",
    "覃": "t",
    "隗": "k",
    "翟": "z",
}
_BEYOND = {
    "b": "犇骉畢",
    "c": "翀琤陳",
    "d": "頔鄧",
    "f": "昉馮",
    "g": "龔關顧",
    "h": "翯黃韓華",
    "j": "珺璟蔣賈",
    "k": "堃",
    "l": "劉呂盧龍賴羅魯樂",
    "m": "旻濛馬",
    "p": "珮芃",
    "q": "齊錢",
    "r": "瑢",
    "s": "昇燊蘇孫時",
    "t": "譚湯",
    "w": "吳衛萬韋鄔",
    "x": "珣瑄晞玹許謝",
    "y": "玥瑀祎赟沄旸玙楊嚴葉閻餘",
    "z": "喆張趙鄭鍾鄒莊",
}
_LETTERS_OF_OTHERS = (
    "cjwgnspgcgnegypbtyyzdxykygtzjnmjqmbsgzscyjsyyfpgkbzgydywjkgkljswkpjqhyjwrdzlsgmrypywwcckznkyygttngjeykkzytcjnm"
    "cylqlypyqfqrpzslwbtgkjfyxjwzltbncxjjjjtxdttsqzycdxxhgckbphffsstybgmxlpbyllbhlxsmzmyjhsojnghdzqyklgjhsgqzhxqgke"
    "zzwyscscjxyeyxadzpmdssmzjzqjyzcjjfwqjbdzbxgznzcpwhwxhqkmwfbpbydtjzzkqhylygxfptyjyyzpszlfchmqshgmxxsxjyqdcsbbqb"
    "efsjyhwwgzkpylqbgldlcctnmayddkssngycsgxlyzaypnptsdkdylhgymylcxpycjndqjwqqxfyyfjlejpzrxccqwqqsbzkymgplbmjrqcfln"
    "ymyqmsqtrbcjthztqfrxqhxmjjcjlxxgjmshzkbswyemyltxfsydsglycjqxsjnqbsctyhbftdcyjdjwyghqfrxwckqkxebptlpxjzsrmebwhj"
    "lbjslyysmdxlclqkxlhxjrzjmfqhxhwywsbhtrxxglhqhfnmgykldyxzpylggsmtcfpajjzyljtyanjgbjplqgdzyqyaxbkysecjsznslyzhzx"
    "lzcghpxzhznytdsbcjkdlzyyfwydlebbgqyzkggldndnyskjshdlyxbcghxypkdjmmzngmmclgwzszxzjfznmlzzthcsydbdllscddnlkjykjs"
    "ycjlkohqasdknhcsganhdaashtcplcpqybsdmpjlpcjoqlcdhjjysprchnwjnlhlyyqyhwzptczgwwmzffjqqqqyxaclbhkdjxdgmmydjxzlls"
    "ygxgkjrywzwyclzmssjzldbydcpcxyhlxchyzjqsqqagmnyxpfrkssbjlyxysyglnscmhcwwmnzjjlxxhchsyzsttxrycyxbyhcsmxjsznpwgp"
    "xxtaybgajcxlyxdccwzocwkccsbnhcpdyznfcyytyckxkybsqkkytqqxfcwchcykelzqbsqyjqcclmthsywhmktlkjlycxwheqqhtqkqpqsqsc"
    "fymmdmgbwhwlgsllystlmlxpthmjhwljzyhzjxhtxjlhxrswlwzjcbxmhzqxsdzpmgfcsglsxymjshxpjxwmyqksmyplrthbxftpmhyxlchlhl"
    "zylxgsssstclsldclrpbhzhxyyfhbmgdmycnqqwlqhjjcywjzyejjdhpblqxtqkwhlchqxagtlxljxmsljhtzkzjecxjcjnmfbycsfywybjzgn"
    "ysdzsqyrsljpclpwxsdwejbjcbcnaytwgmpapclyqpclzxsbnmsggfnzjjbzsfzyndxhplqkzczwalsbccjxsyzgwkypsgxfzfcdkhjgxtlqfs"
    "gdslqwzkxtmhsbgzmjzrglyjbpmlmsxlzjqqhzyjczydjwbwjklddpmjegxyhylxhlqyqhkycwcjmyyxnatjhyccxzpcqlbzwwytwbqcmlpmyr"
    "jcccxfpznzzljplxxyztzlgdldcklyrzzgqtgjhhgjljaxfgfjzslcfdqzlclgjdjzsnzlljpjqdcclcjxmyzftsxgcgsbrzxjqqctzhgyqtjq"
    "qlzxjylylbcyamcstylpdjbyregklzyzhlyszqlznwczcllwjqjjjkdgjzolbbzppglghtgzxyjhzmycnqsycyhbhgxkamtxyxnbskyzzgjzlq"
    "jdfcjxdygjqjjpmgwgjjjpkqsbgbmmcjssclpqpdxcdyykypcjddyygywrhjrtgznyqldkljszzgzqzjgdykshpzmtlcpwnjyfyzdjcnmwescy"
    "glbtzcgmssllyxysxsbsjsbbsgghfjlypmzjnlyywdqshzxtyywhmcyhywdbxbtlmsyyyfsxjcbdxxlhjhfssxzqhfzmzcztqcxzxrttdjhnny"
    "zqqmtqdmmgyydxmjgdhcdyzbffallztdltfxmxqzdngwqdbdcdjdxbzgsqqddjcmbkzffxmkdmdsyyszcmljdsynsprskmkmpcklgtbqtfzswt"
    "fgglyplljzhgjjgypzltcsmcnbtjbqfkthbyzgkpbbymtdssxtbnpdkleycjnyddykzddhqhsdzsctarlltkzlgecllkjlqjaqnbdkkghpjtzq"
    "ksecshalqfmmgjnlyjbbtmlyzxdcjpldlpcqdhzycbzsczbzmsljflkrzjsnfrgjhxpdhyjybzgdlqcsezgxlblgyxtwmabchecmwyjyzlljjy"
    "hlgndjlslygkdzpzxjyyzlwcxszfgwyydlyhcljscmbjhblyzlycblydpdqysxqzbytdkyxjyycnrjmpdjgklcljbctbjddbblblczqrppxjcj"
    "lzcshltoljnmdddlngkaqhqhjhykheznmshrphqqjchgmfprxhjgdychghlyrzqlcyqjnzsqtkqjymszswlcfqqqxyfggyptqwlmcrnfkkfsyy"
    "lqbmqammmyxctpshcptxxzzsmphpshmclmldqfyqxszyjdjjzzhqpdszglstjbckbxyqzysgpsxqzqzrqtbdkyxzkhhgflbcsmdldgdzdblzyy"
    "cxnncsybzbfglzzxswmsccmqnjqsbdqsjtxxmbltxzclzshzcxrqjgjylxzfjphymzqqydfqjjlzznzjsdgzygctxmzysctlkphtxhtlbjxjlx"
    "scdqxcbbtjfqzfsltjbtkqbxxjjljchczdbzjdczjdcprnpqcjpfczlclzxzdmxmphjsgzgszzqjylwtjpfsyaxmcjbtzkycwmytzsjjlqcqlw"
    "zmalbxyfbpnlsfhtgjwejjxxglljstgshjqlzfkcgnndszfdeqfhbsaqtgylbxmmygszldydqmjjrgbjtkgdhgkblqkbdmbylxwcxyttybkmrt"
    "jzxqjbhlmhmjjzmqasldcyxyqdlqcafywyxqhz"
)


def initials(name: str) -> tuple[str, ...]:
    """The first letters of a name of at least two Chinese characters; two spellings for some surnames."""
    letters = [letter for letter in map(_letter, name) if letter]
    if len(letters) < 2:
        return ()
    plain = "".join(letters)
    other = _SURNAMES.get(name.strip()[0], "")
    return tuple(dict.fromkeys((other + plain[1:] if other else plain, plain)))


@lru_cache(8192)
def _letter(character: str) -> str:
    """The letter that the pinyin of a Chinese character begins with, "" for anything else."""
    try:
        code = int.from_bytes(character.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return next((letter for letter, ones in _BEYOND.items() if character in ones), "")
    if code >= _OTHERS:
        high, low = divmod(code - _OTHERS, 256)
        return _LETTERS_OF_OTHERS[high * 94 + low]
    return _LETTERS[bisect_right(_starts(), code) - 1] if code >= _COMMON else ""


@cache
def _starts() -> tuple[int, ...]:
    return tuple(int.from_bytes(character.encode("gb2312"), "big") for character in _FIRST)
