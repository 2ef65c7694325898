"""Who said what of three operations: the acts that a source tells of, as the desk of the example entered them.

Facts read in the press and in official statements; each block names the address at which its acts were read."""

ACTS = {
    ("notpetya-2017", "https://www.helpnetsecurity.com/2018/02/15/uk-government-blames-russia-notpetya-attack/"): (
        ("GBR", "core", "2018-02-15"),
    ),
    ("notpetya-2017", "https://www.securityweek.com/us-canada-australia-attribute-notpetya-attack-russia"): (
        ("USA", "core", "2018-02-15"),
        ("CAN", "core", "2018-02-16"),
        ("AUS", "core", "2018-02-16"),
        ("NZL", "core", "2018-02-16"),
    ),
    ("notpetya-2017", "http://talkingpointsmemo.com/news/uk-blames-russia-cyberattack"): (("DNK", "core", "2018-02-15"),),
    (
        "opcw-2018",
        "https://it.sputniknews.com/20181007/regno-unito-germania-nuove-sanzioni-contro-russia-cyberattacchi-opac-gru-6599183.html",
    ): (("DEU", "core", "2018-10"),),
    ("opcw-2018", "https://elfagr.org/3281679"): (("FIN", "observer", "2018-10"),),
    (
        "opcw-2018",
        "https://www.cbsnews.com/news/russia-gru-cyberattack-operation-targeting-opcw-chemical-weapons-netherlands-2018-10-04/",
    ): (("NLD", "core", "2018-10-04"),),
    ("opcw-2018", "http://europa.eu/rapid/press-release_STATEMENT-18-6026_en.htm"): (
        ("GBR", "core", "2018-10-04"),
        ("european-union", "supporter", "2018-10-04"),
    ),
    ("opcw-2018", "https://news.err.ee/866506/estonia-supports-uk-netherlands-informing-about-cyber-attacks"): (
        ("EST", "supporter", "2018-10-04"),
        ("nato", "supporter", "2018-10-04"),
    ),
    ("viasat-2022", "https://www.regjeringen.no/en/aktuelt/statement/id2912207/"): (("NOR", "supporter", "2022-05"),),
    ("viasat-2022", "https://japantimes.co.jp/news/2022/05/11/world/russia-ukraine-cyberattack-internet"): (
        ("USA", "core", "2022-05-10"),
        ("GBR", "core", "2022-05-10"),
        ("CAN", "core", "2022-05-10"),
        ("EST", "core", "2022-05-10"),
        ("european-union", "core", "2022-05-10"),
    ),
    (
        "viasat-2022",
        "https://boletimsec.com.br/uniao-europeia-culpa-russia-por-ciberataque-a-rede-de-satelites-ka-sat-operada-pela-viasat",
    ): (
        ("AUS", "core", "2022-05-10"),
        ("NZL", "core", "2022-05-10"),
        ("UKR", "core", "2022-05-10"),
    ),
}
"""Coalition and source: actor, tier, day."""
OTHER_SOURCES = (
    "https://cysec-rco.com/2019/01/29/the-danger-of-calling-out-cyberattackers/",
    "https://en.secnews.gr/258460/ee-kyroseis-se-kina-rosia-kai-voreia-korea-gia-kyvernoepitheseis/",
    "https://rtvslo.si/capodistria/radio-capodistria/notizie/europa/gran-bretagna-e-olanda-accusano-i-servizi-segreti-russi-di-aver-tentato-di-effettuare-un-cyberattacco-contro-l-opac/467898",
    "https://www.macobserver.com/news/merck-wins-dispute-notpetya/",
)
"""Where suits, sanctions and denials were read: these are no places in a coalition."""
