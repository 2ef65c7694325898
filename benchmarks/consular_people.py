"""People for the consular benchmarks: seeded households in six scripts, and who of them registered twice, with the errors that people make.

Every name is drawn from lists of common ones; spellings in Latin letters are those of passports, written down by hand and not made by the
rules that are tested. Phones are of ranges reserved for fiction, addresses of example.org, documents of no State (``XXA``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from legation.consular.matching import Person

__all__ = ["Registry", "registry"]

Names = tuple[tuple[str, ...], ...]


def _names(text: str) -> Names:
    return tuple(tuple(form.strip() for form in line.split("|")) for line in text.replace("\n", " ").split(",") if line.strip())


GIVEN: dict[str, Names] = {
    "latin": _names(
        "Anna, Maria, Marta, Lucie, Camille, Julie, Chloé, Léa, Emma, Sophie, Jeanne, Claire, Inès, Carmen, Lucía, Sofía,"
        "Elena, Ana, Rosa, Teresa, Paul, Jean, Pierre, Louis, Hugo, Lucas, Thomas, Nicolas, Antoine, Marc, Mario, Carlos, José,"
        "Juan, Diego, Pablo, Andrés, Miguel, João, Łukasz, Paweł, Michał, Katarzyna, Agnieszka, Małgorzata, Jürgen, Günther,"
        "Käthe, Lars, Søren, Anne-Marie, Jean-Luc, Marie-Claire"
    ),
    "arabic": _names(
        "محمد|Mohammed|Muhammad|Mohamed|Mohamad, أحمد|Ahmed|Ahmad, حسن|Hassan|Hasan, حسين|Hussein|Husain|Hossein, علي|Ali|Aly,"
        "خالد|Khaled|Khalid, يوسف|Youssef|Yusuf|Yousef, محمود|Mahmoud|Mahmud, إبراهيم|Ibrahim|Ebrahim, عمر|Omar|Umar,"
        "كريم|Karim|Kareem, سمير|Samir|Sameer, طارق|Tarek|Tariq, وليد|Walid|Waleed|Oualid, جمال|Jamal|Djamel|Gamal,"
        "رشيد|Rachid|Rashid, نبيل|Nabil|Nabeel, فاطمة|Fatima|Fatma|Fatimah, مريم|Maryam|Mariam|Meriem,"
        "زينب|Zainab|Zeinab|Zaynab, خديجة|Khadija|Khadijah, عائشة|Aisha|Aicha|Aysha, سارة|Sara|Sarah, ليلى|Leila|Layla|Laila,"
        "نور|Nour|Noor|Nur, هدى|Huda|Hoda, سلمى|Salma|Selma, أمينة|Amina|Aminah, ياسمين|Yasmin|Yasmine,"
        "عبد الرحمن|Abdul Rahman|Abderrahmane|Abdulrahman, عبد الله|Abdullah|Abdallah,"
        "نور الدين|Noureddine|Nour Eddine|Nuruddin"
    ),
    "cyrillic": _names(
        "Александр|Alexander|Aleksandr, Сергей|Sergey|Sergei|Serguei, Дмитрий|Dmitry|Dmitri|Dmitriy, Андрей|Andrey|Andrei,"
        "Алексей|Alexey|Alexei|Aleksei, Иван|Ivan, Михаил|Mikhail|Michail, Николай|Nikolay|Nikolai|Nicolai,"
        "Юрий|Yuri|Yury|Iouri, Евгений|Evgeny|Yevgeny|Evgenii, Павел|Pavel, Виктор|Viktor|Victor, Ольга|Olga,"
        "Елена|Elena|Yelena, Наталья|Natalia|Natalya, Татьяна|Tatiana|Tatyana, Юлия|Yulia|Julia|Iuliia,"
        "Мария|Maria|Mariya|Mariia, Ирина|Irina, Светлана|Svetlana, Анастасия|Anastasia|Anastasiia,"
        "Екатерина|Ekaterina|Yekaterina, Ксения|Ksenia|Xenia|Kseniya, Жанна|Zhanna|Janna, Людмила|Lyudmila|Liudmila|Ludmila"
    ),
    "greek": _names(
        "Γεώργιος|Georgios|Yeoryios, Γιώργος|Giorgos|Yiorgos, Δημήτρης|Dimitris|Dimitrios,"
        "Κωνσταντίνος|Konstantinos|Constantinos, Νίκος|Nikos, Παναγιώτης|Panagiotis|Panayiotis, Χρήστος|Christos|Hristos,"
        "Ευάγγελος|Evangelos, Ιωάννης|Ioannis|Yannis, Σπύρος|Spyros|Spiros, Μαρία|Maria, Ελένη|Eleni, Κατερίνα|Katerina,"
        "Σοφία|Sofia|Sophia, Βασιλική|Vasiliki|Vassiliki, Αγγελική|Angeliki|Aggeliki, Γεωργία|Georgia,"
        "Δέσποινα|Despina|Despoina"
    ),
    "han": _names(
        "伟|Wei, 芳|Fang, 娜|Na, 秀英|Xiuying|Xiu Ying, 敏|Min, 静|Jing, 丽|Li, 强|Qiang, 磊|Lei, 军|Jun, 洋|Yang, 勇|Yong,"
        "艳|Yan, 杰|Jie, 晓明|Xiaoming|Xiao Ming, 晓华|Xiaohua|Xiao Hua, 建国|Jianguo|Jian Guo, 志强|Zhiqiang|Zhi Qiang,"
        "海燕|Haiyan|Hai Yan, 玉兰|Yulan|Yu Lan, 浩然|Haoran|Hao Ran, 子涵|Zihan|Zi Han, 雨欣|Yuxin|Yu Xin,"
        "梓轩|Zixuan|Zi Xuan, 佳怡|Jiayi|Jia Yi, 思远|Siyuan|Si Yuan"
    ),
    "vietnamese": _names(
        "Văn Minh|Van Minh, Thị Hương|Thi Huong, Thị Hoa|Thi Hoa, Văn Nam|Van Nam, Đức Anh|Duc Anh, Minh Tuấn|Minh Tuan,"
        "Thị Lan|Thi Lan, Quốc Bảo|Quoc Bao, Thùy Linh|Thuy Linh, Thanh Hà|Thanh Ha, Ngọc Ánh|Ngoc Anh, Hữu Phước|Huu Phuoc,"
        "Thị Mai|Thi Mai, Văn Hùng|Van Hung, Xuân Trường|Xuan Truong, Hải Đăng|Hai Dang, Bích Ngọc|Bich Ngoc,"
        "Phương Thảo|Phuong Thao, Khánh Vy|Khanh Vy, Gia Huy|Gia Huy"
    ),
}
FAMILY: dict[str, Names] = {
    "latin": _names(
        "Martin, Bernard, Dubois, Petit, Durand, Leroy, Moreau, Simon, Laurent, Lefèvre, Michel, García, Fernández, González,"
        "Rodríguez, López, Martínez, Sánchez, Pérez, Gómez, Silva, Santos, Ferreira, Pereira, Oliveira, Müller, Schmidt,"
        "Schneider, Fischer, Weber, Meyer, Wagner, Becker, Schulz, Hoffmann, Nowak, Kowalski, Wiśniewski, Wójcik, Kamiński,"
        "Zieliński, Rossi, Russo, Ferrari, Esposito, Bianchi, Hansen, Johansen, Olsen, Larsen, Andersen, Nilsson, O'Brien,"
        "Murphy, Kelly, de la Cruz, van den Berg, von Braun, Horvat, Novák, Dvořák, Kovács"
    ),
    "arabic": _names(
        "علي|Ali|Aly, حداد|Haddad, خوري|Khoury|Khouri, منصور|Mansour|Mansur, صالح|Saleh|Salih, ناصر|Nasser|Nasir, حمدان|Hamdan,"
        "شريف|Sharif|Cherif, المصري|Al-Masri|Elmasry, الحسن|Al-Hassan|Alhasan, بن علي|Ben Ali|Benali, بوزيد|Bouzid|Bouzeid,"
        "عيسى|Issa|Eissa, سعيد|Said|Saeed|Sayeed, رحماني|Rahmani, قاسم|Qassem|Kassem|Qasim, نجار|Najjar|Naggar, خليل|Khalil,"
        "درويش|Darwish|Darwich, فارس|Fares|Faris, زيدان|Zidan|Zidane, الزهراني|Al-Zahrani|Alzahrani, بكري|Bakri|Bakry,"
        "عباس|Abbas, توفيق|Tawfiq|Toufik, مراد|Murad|Mourad"
    ),
    "cyrillic": _names(
        "Иванов|Ivanov, Смирнов|Smirnov, Кузнецов|Kuznetsov|Kouznetsov, Попов|Popov, Васильев|Vasiliev|Vassiliev,"
        "Петров|Petrov, Соколов|Sokolov, Новиков|Novikov, Фёдоров|Fedorov|Fyodorov, Морозов|Morozov, Волков|Volkov,"
        "Лебедев|Lebedev, Щербаков|Shcherbakov|Scherbakov, Жуков|Zhukov|Joukov, Хрущёв|Khrushchev|Khrouchtchev,"
        "Ковальчук|Kovalchuk, Шевченко|Shevchenko|Chevtchenko, Бондаренко|Bondarenko, Цветков|Tsvetkov,"
        "Яковлев|Yakovlev|Iakovlev, Чернов|Chernov|Tchernov, Зайцев|Zaitsev|Zaytsev, Гусев|Gusev|Goussev, Юдин|Yudin|Iudin"
    ),
    "greek": _names(
        "Παπαδόπουλος|Papadopoulos, Βλάχος|Vlachos|Vlahos, Αγγελόπουλος|Angelopoulos, Νικολαΐδης|Nikolaidis, Γεωργίου|Georgiou,"
        "Δημητρίου|Dimitriou, Οικονόμου|Oikonomou|Economou, Καραγιάννης|Karagiannis|Karayannis, Μακρής|Makris,"
        "Αντωνίου|Antoniou, Χατζής|Chatzis|Hatzis, Σταυρόπουλος|Stavropoulos, Παππάς|Pappas, Ξενάκης|Xenakis, Ψαρράς|Psarras,"
        "Θεοδώρου|Theodorou, Κωνσταντινίδης|Konstantinidis|Constantinidis, Λάμπρου|Lambrou|Lamprou"
    ),
    "han": _names(
        "王|Wang, 李|Li, 张|Zhang, 刘|Liu, 陈|Chen, 杨|Yang, 赵|Zhao, 黄|Huang, 周|Zhou, 吴|Wu, 徐|Xu, 孙|Sun, 胡|Hu, 朱|Zhu,"
        "高|Gao, 林|Lin, 何|He, 郭|Guo, 马|Ma, 罗|Luo, 梁|Liang, 宋|Song, 郑|Zheng, 谢|Xie, 韩|Han, 唐|Tang, 冯|Feng,"
        "欧阳|Ouyang"
    ),
    "vietnamese": _names(
        "Nguyễn|Nguyen, Trần|Tran, Lê|Le, Phạm|Pham, Hoàng|Hoang, Phan|Phan, Vũ|Vu, Đặng|Dang, Bùi|Bui, Đỗ|Do, Hồ|Ho, Ngô|Ngo,"
        "Dương|Duong, Lý|Ly"
    ),
}
SHARES = {"latin": 0.34, "arabic": 0.22, "cyrillic": 0.14, "greek": 0.08, "han": 0.12, "vietnamese": 0.1}
ENDINGS = ("son", "ez", "ier", "mann", "ski", "ini", "eau", "berg", "ova", "ard", "elli", "dal")
STEMS = (
    "Al",
    "Ber",
    "Cor",
    "Dal",
    "Er",
    "Fal",
    "Gar",
    "Hol",
    "Is",
    "Kal",
    "Lor",
    "Mar",
    "Nor",
    "Or",
    "Pel",
    "Quin",
    "Ros",
    "Sal",
    "Tor",
    "Ul",
    "Val",
    "Wil",
)
MIDDLES = ("an", "el", "in", "om", "ur", "ast", "end", "ick", "ov", "uss", "ad", "erl")


@dataclass(frozen=True)
class Registry:
    """Registrations, and which pairs of them are of one person.

    Attributes
    ----------
    people
        The registrations, in a drawn order.
    same
        Pairs of ids of one person, the smaller first.
    kinds
        Of each pair what was changed: ``script``, ``typo``, ``birth``, ``order``.
    """

    people: tuple[Person, ...]
    same: frozenset[tuple[str, str]]
    kinds: dict[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True)
class _Citizen:
    script: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    born: date
    household: int
    phone: str
    email: str
    document: str


class _Maker:
    def __init__(self, seed: int) -> None:
        self.draw = np.random.default_rng(seed)
        self.number = 0
        self.latin_families = FAMILY["latin"] + tuple((a + b + c,) for a in STEMS for b in MIDDLES for c in ENDINGS)

    def chance(self, share: float) -> bool:
        return bool(self.draw.random() < share)

    def one(self, names: Names) -> tuple[str, ...]:
        """Draw a name: the first of a list are commoner."""
        return names[min(int(len(names) * self.draw.random() ** 1.4), len(names) - 1)]

    def birth(self, first: int, last: int) -> date:
        start = date(first, 1, 1)
        return start + timedelta(days=int(self.draw.integers((date(last, 12, 31) - start).days)))

    def phone(self) -> str:
        return f"+44 7700 900{int(self.draw.integers(1000)):03d} {int(self.draw.integers(1_000_000)):06d}"

    def citizen(self, script: str, family: tuple[str, ...], born: date, household: int, phone: str) -> _Citizen:
        self.number += 1
        own = phone if self.chance(0.5) else self.phone()
        document = f"XXA {int(self.draw.integers(10**8)):08d}" if self.chance(0.55) else ""
        return _Citizen(
            script,
            self.one(GIVEN[script]),
            family,
            born,
            household,
            own,
            f"p{self.number}@example.org" if self.chance(0.6) else "",
            document,
        )

    def household(self, number: int) -> list[_Citizen]:
        """Draw parents and children: some are twins, some bear a parent's whole name, some a name that others have too."""
        script = str(self.draw.choice(list(SHARES), p=list(SHARES.values())))
        family = self.one(self.latin_families if script == "latin" else FAMILY[script])
        phone = self.phone()
        parents = [self.citizen(script, family, self.birth(1950, 1990), number, phone) for _ in range(1 + self.chance(0.6))]
        children = []
        for _ in range(int(self.draw.choice(4, p=[0.45, 0.25, 0.2, 0.1]))):
            child = self.citizen(script, family, self.birth(parents[0].born.year + 20, parents[0].born.year + 35), number, phone)
            if self.chance(0.08):
                child = replace(child, given=parents[0].given)
                if self.chance(0.1):
                    child = replace(child, born=date(child.born.year, parents[0].born.month, min(parents[0].born.day, 28)))
            children.append(child)
            if self.chance(0.08):
                other = self.citizen(script, family, child.born, number, phone)
                if other.given != child.given:
                    children.append(other)
        return parents + children

    def namesake(self, citizen: _Citizen, household: int) -> _Citizen:
        """Draw somebody else of the same whole name, now and then of the same year."""
        born = self.birth(citizen.born.year, citizen.born.year) if self.chance(0.15) else self.birth(1950, 2015)
        other = self.citizen(citizen.script, citizen.family, born, household, self.phone())
        return replace(other, given=citizen.given)

    def typo(self, name: str) -> str:
        if len(name) < 4 or not name[1:].isascii():
            return name
        at = int(self.draw.integers(1, len(name) - 1))
        match int(self.draw.integers(4)):
            case 0:
                return name[:at] + name[at + 1 :]
            case 1:
                return name[:at] + name[at] + name[at:]
            case 2:
                return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
            case _:
                return name[:at] + str(self.draw.choice(list("abcdefghijklmnopqrstuvwxyz"))) + name[at + 1 :]

    def first(self, citizen: _Citizen) -> Person:
        """Return a first registration: in the script of the country or as the passport has it."""
        form = 0 if self.chance(0.35) else 1
        given, family = (name[min(form, len(name) - 1)] for name in (citizen.given, citizen.family))
        return Person(
            f"r{self.number:06d}",
            given,
            family,
            citizen.born.isoformat() if not self.chance(0.02) else str(citizen.born.year),
            citizen.script[:2],
            (citizen.phone,) if self.chance(0.85) else (),
            (citizen.email,) if citizen.email else (),
            (citizen.document,) if citizen.document and self.chance(0.8) else (),
            f"h{citizen.household}",
        )

    def again(self, citizen: _Citizen, number: int) -> tuple[Person, tuple[str, ...]]:
        """Return another registration of the same person, with what people get wrong."""
        kinds = []
        names = [name[int(self.draw.integers(len(name)))] for name in (citizen.given, citizen.family)]
        if names != [name[min(1, len(name) - 1)] for name in (citizen.given, citizen.family)]:
            kinds.append("script")
        if self.chance(0.25):
            at = int(self.draw.integers(2))
            names[at], before = self.typo(names[at]), names[at]
            kinds += ["typo"] if names[at] != before else []
        if self.chance(0.15):
            names.reverse()
            kinds.append("order")
        birth = self.birth_again(citizen.born)
        kinds += ["birth"] if birth != citizen.born.isoformat() else []
        same_home = self.chance(0.3)
        person = Person(
            f"r{number:06d}",
            names[0],
            names[1],
            birth,
            citizen.script[:2] if self.chance(0.9) else "",
            (citizen.phone if self.chance(0.6) else self.phone(),) if self.chance(0.8) else (),
            (citizen.email,) if citizen.email and self.chance(0.5) else (),
            (citizen.document,) if citizen.document and self.chance(0.5) else (),
            f"h{citizen.household}" if same_home else f"h{number}x",
        )
        return person, tuple(kinds)

    def birth_again(self, born: date) -> str:
        kind = self.draw.random()
        text = born.isoformat()
        if kind < 0.05:
            return f"{born.year}-{born.day:02d}-{born.month:02d}" if born.day <= 12 else text
        if kind < 0.1:
            at = int(self.draw.choice([3, 6, 9]))
            return text[:at] + str((int(text[at]) + int(self.draw.integers(1, 9))) % 10) + text[at + 1 :]
        if kind < 0.14:
            return str(born.year)
        return "" if kind < 0.17 else text


def registry(count: int = 20_000, seed: int = 31, twice: float = 0.12) -> Registry:
    """Draw registrations.

    Parameters
    ----------
    count
        How many registrations.
    seed
        Of the drawing.
    twice
        Share of the citizens who registered a second time; a tenth of them a third.

    Examples
    --------
    >>> drawn = registry(300)
    >>> len(drawn.people), len(drawn.same) > 20
    (300, True)
    """
    maker = _Maker(seed)
    people: list[Person] = []
    same: dict[tuple[str, str], tuple[str, ...]] = {}
    household = 0
    number = 10_000_000
    while len(people) < count:
        household += 1
        members = maker.household(household)
        if maker.chance(0.08):
            household += 1
            members.append(maker.namesake(members[0], household))
        for citizen in members:
            maker.number += 1
            found = [(maker.first(citizen), ())]
            for share in (twice, 0.1) if maker.chance(twice) else ():
                if share == twice or maker.chance(share):
                    number += 1
                    found.append(maker.again(citizen, number))
            people += [person for person, _ in found]
            for i, (one, kinds) in enumerate(found):
                for two, more in found[i + 1 :]:
                    same[min(one.id, two.id), max(one.id, two.id)] = tuple(dict.fromkeys((*kinds, *more)))
    people = people[:count]
    ids = {person.id for person in people}
    same = {pair: kinds for pair, kinds in same.items() if ids.issuperset(pair)}
    order = maker.draw.permutation(len(people))
    return Registry(tuple(people[place] for place in order), frozenset(same), same)
