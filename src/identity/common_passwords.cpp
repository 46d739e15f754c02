#include "identity/common_passwords.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string>

#include "base/error.h"

namespace openspc::identity {

namespace {

constexpr auto kCommon = std::to_array<std::string_view>({
    "!qaz2wsx",     "00000000",      "000000000",     "0000000000",  "01234567",      "012345678",     "0123456789",
    "0987654321",   "10203040",      "102030405060",  "11111111",    "111111111",     "1111111111",    "11112222",
    "11223344",     "1122334455",    "12121212",      "123123123",   "123123qwe",     "123321123",     "12341234",
    "12344321",     "1234512345",    "123454321",     "123456123",   "123456123456",  "12345678",      "123456789",
    "1234567890",   "1234567891",    "12345678910",   "123456789a",  "123456789q",    "12345678a",     "1234567a",
    "123456abc",    "123456qwerty",  "12345qwert",    "1234abcd",    "1234qwer",      "123abc123",     "123qweasd",
    "123qweasdzxc", "12qwaszx",      "147258369",     "147852369",   "159357456",     "159753456",     "19841984",
    "1a2b3c4d",     "1q1q1q1q",      "1q2w3e4r",      "1q2w3e4r5t",  "1q2w3e4r5t6y",  "1qaz2wsx",      "1qaz2wsx3edc",
    "1qaz@wsx",     "1qazxsw2",      "20202020",      "20222022",    "20232023",      "20242024",      "20252025",
    "22222222",     "31415926",      "314159265",     "33333333",    "44444444",      "5201314a",      "55555555",
    "66666666",     "741852963",     "77777777",      "789456123",   "789456123a",    "87654321",      "88888888",
    "888888888",    "963852741",     "987654321",     "9876543210",  "99999999",      "999999999",     "a123123123",
    "a1234567",     "a12345678",     "a123456789",    "a1b2c3d4",    "aa123456",      "aa12345678",    "aaaaaaaa",
    "aaaaaaaaa",    "abc12345",      "abc123456",     "abc123abc",   "abc@1234",      "abcd1234",      "abcd@1234",
    "abcdefg1",     "abcdefgh",      "abcdefghi",     "access123",   "access14",      "admin!123",     "admin123",
    "admin1234",    "admin12345",    "admin123456",   "admin2024",   "admin2025",     "admin@123",     "admin@1234",
    "adminadmin",   "administrador", "administrator", "adminpass",   "adminpassword", "aini1314",      "alexander",
    "alexandra",    "alhamdulillah", "allah123",      "anastasia",   "andrew12",      "android1",      "angel123",
    "angels123",    "anthony1",      "arsenal1",      "arsenal123",  "asd123asd",     "asdasd123",     "asdasdasd",
    "asdf1234",     "asdfasdf",      "asdfghjk",      "asdfghjkl",   "asdfqwer",      "ashley12",      "asshole1",
    "autumn2024",   "autumn2025",    "azertyui",      "azertyuiop",  "babygirl",      "babygirl1",     "barcelona",
    "barcelona1",   "baseball",      "baseball1",     "basketball",  "batman123",     "benjamin",      "besiktas",
    "bismillah",    "bismillah1",    "bismillah123",  "blessed1",    "blessing",      "blink182",      "bonjour1",
    "bonjour123",   "borussia",      "bullshit",      "butterfly",   "caonima123",    "caroline",      "changeit",
    "changeme",     "changeme1",     "changeme123",   "changethis",  "charlie1",      "charlie123",    "cheese123",
    "chelsea1",     "chelsea123",    "chocolate",     "chocolate1",  "chouchou",      "christian",     "christine",
    "cisco123",     "cisco1234",     "company1",      "company123",  "computer",      "computer1",     "contrase123",
    "contrasena",   "contrasena1",   "cookie123",     "corazon1",    "corvette",      "counterstrike", "cowboys1",
    "daniel12",     "darkness",      "database",      "database1",   "dearbook",      "december",      "default1",
    "default123",   "destiny1",      "deutschland",   "diamond1",    "dolphin1",      "doudou123",     "dragon12",
    "dragon123",    "einstein",      "ekaterina",     "elephant",    "elizabeth",     "engineer",      "engineer1",
    "engineer123",  "estrella",      "facebook",      "facebook1",   "factory1",      "factory123",    "february",
    "fenerbahce",   "fernando",      "ferrari1",      "ficken123",   "football",      "football1",     "fortnite",
    "francisco",    "frankfurt",     "freedom1",      "fuckoff1",    "fuckyou!",      "fuckyou1",      "fuckyou123",
    "fuckyou2",     "galatasaray",   "ganesha1",      "gmail123",    "godisgood",     "goodluck",      "google123",
    "googledotcom", "guest123",      "guestguest",    "hallo123",    "hallo1234",     "hallohallo",    "haslo123",
    "heaven777",    "hello123",      "hello1234",     "hello12345",  "hellohello",    "hellokitty",    "heslo123",
    "heslo1234",    "hotmail1",      "iloveu123",     "iloveyou",    "iloveyou!",     "iloveyou1",     "iloveyou123",
    "iloveyou2",    "iloveyou520",   "india123",      "india1234",   "indonesia",     "instagram",     "internet",
    "internet1",    "iphone123",     "isabella",      "january1",    "january123",    "jennifer",      "jessica1",
    "jesus123",     "jesuschrist",   "jetaime1",      "jonathan",    "jordan23",      "joshua12",      "juventus",
    "katherine",    "kochanie",      "krishna1",      "lakers24",    "letmein!",      "letmein1",      "letmein123",
    "letmeinn",     "linkedin",      "linkedin1",     "linux123",    "liverpool",     "liverpool1",    "login123",
    "loginpass",    "lol12345",      "lol123456",     "loulou123",   "lovelove",      "loveme123",     "loveyou1",
    "lozinka1",     "lucky777",      "machine1",      "machine123",  "manager1",      "manager123",    "manchester",
    "margaret",     "marina123",     "mariposa",      "marlboro",    "marseille",     "marvin123",     "master12",
    "master123",    "matthew1",      "maverick",      "mercedes",    "metallica",     "michael1",      "michelle",
    "microsoft",    "midnight",      "minecraft",     "minecraft1",  "monkey12",      "monkey123",     "motdepasse",
    "motdepasse1",  "mountain",      "muhammad",      "muhammad1",   "mustang1",      "mypassword",    "mysecret",
    "myspace1",     "myspace123",    "mysql123",      "naruto123",   "nastya123",     "natasha1",      "newpassword",
    "nicholas",     "nintendo",      "nirvana1",      "nopassword",  "november",      "office123",     "ohmygod1",
    "openspc!",     "openspc1",      "openspc123",    "openspc1234", "operator",      "operator1",     "operator123",
    "oracle123",    "p4ssw0rd",      "p@55w0rd",      "p@ssw0rd",    "p@ssw0rd1",     "p@ssw0rd123",   "p@ssword",
    "pa$$w0rd",     "pa$$word",      "pa55w0rd",      "pa55word",    "packers1",      "pakistan",      "pakistan123",
    "parola12",     "parola123",     "pass1234",      "pass12345",   "pass@123",      "pass@1234",     "pass@word1",
    "passer2009",   "passme123",     "passpass",      "passw0rd",    "passw0rd!",     "passw0rd1",     "password",
    "password!",    "password01",    "password1",     "password1!",  "password11",    "password12",    "password123",
    "password1234", "password2",     "password@123",  "passwort",    "passwort1",     "passwort123",   "patricia",
    "pikachu1",     "playstation",   "pokemon1",      "pokemon123",  "polska12",      "polska123",     "porsche1",
    "postgres",     "postgres1",     "postgres123",   "princess",    "princess1",     "production",    "q123456789",
    "q1w2e3r4",     "q1w2e3r4t5",    "q1w2e3r4t5y6",  "qazwsx123",   "qazwsxedc",     "qq123456",      "qq123456789",
    "qqqqqqqq",     "quality1",      "quality123",    "qwe123qwe",   "qweasd123",     "qweasdzxc",     "qweqwe123",
    "qweqweqwe",    "qwer1234",      "qwerty1!",      "qwerty12",    "qwerty123",     "qwerty1234",    "qwerty12345",
    "qwerty123456", "qwerty321",     "qwertyui",      "qwertyuio",   "qwertyuiop",    "qwertzui",      "qwertzuiop",
    "raiders1",     "rangers1",      "raspberry",     "raspberry1",  "realmadrid",    "redskins",      "richard1",
    "robert12",     "rockstar",      "rockyou1",      "root1234",    "rootpass",      "rootroot",      "sairam123",
    "salasana",     "salasana1",     "samantha",      "samsung1",    "samsung123",    "sayang123",     "schalke04",
    "schatz123",    "scooby123",     "secret12",      "secret123",   "secret1234",    "security",      "security1",
    "september",    "sergey123",     "server123",     "shadow12",    "shadow123",     "sifre123",      "slipknot",
    "snoopy123",    "snowball",      "soleil123",     "sommer123",   "sommer2024",    "sommer2025",    "spiderman",
    "spring2024",   "spring2025",    "starcraft",     "stargate",    "startrek",      "starwars",      "starwars1",
    "steelers",     "summer12",      "summer123",     "summer2023",  "summer2024",    "summer2025",    "sunshine",
    "sunshine1",    "superman",      "superman1",     "superuser",   "supervisor",    "supervisor1",   "sweetheart",
    "swordfish",    "sysadmin",      "system123",     "teamo123",    "temp1234",      "temporary",     "temppass",
    "tequiero",     "test1234",      "test12345",     "test123456",  "test@123",      "test@1234",     "tester123",
    "testing1",     "testing123",    "testpass",      "testtest",    "thepassword",   "thomas12",      "toor1234",
    "topsecret",    "trabzonspor",   "trustno1",      "twitter1",    "ubuntu123",     "user1234",      "username",
    "username1",    "userpass",      "victoria",      "vladimir",    "w123456789",    "wang1234",      "warcraft",
    "welcome!",     "welcome1",      "welcome1!",     "welcome12",   "welcome123",    "welcome2",      "welcome@123",
    "whatever",     "whatever1",     "william1",      "windows1",    "windows10",     "winter12",      "winter123",
    "winter2023",   "winter2024",    "winter2025",    "winter2026",  "woaini123",     "woaini1314",    "woaini520",
    "xbox360x",     "xxxxxxxx",      "yahoo123",      "yankees1",    "yourpassword",  "youtube1",      "z123456789",
    "zaq12wsx",     "zaq1xsw2",      "zaq1zaq1",      "zhang123",    "zxc123zxc",     "zxcvbnm,",      "zxcvbnm1",
    "zxcvbnm12",    "zxcvbnm123",    "zxczxczxc",     "zzzzzzzz",
});
static_assert(std::ranges::is_sorted(kCommon));

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

}  // namespace

bool is_common_password(std::string_view password) {
  std::string plain(password);
  std::ranges::transform(plain, plain.begin(), lower);
  return std::ranges::binary_search(kCommon, std::string_view(plain));
}

void refuse_common_password(std::string_view password, std::string_view member) {
  if (!is_common_password(password)) return;
  throw base::invalid_field({"body", member}, "value_error",
                            "Value error, this password is among those that guessers try first; choose another");
}

}  // namespace openspc::identity
