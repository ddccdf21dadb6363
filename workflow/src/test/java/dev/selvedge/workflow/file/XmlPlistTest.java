package dev.selvedge.workflow.file;

import static dev.selvedge.workflow.file.Plists.dict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class XmlPlistTest {
    private static final String DOCTYPE =
            "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://localhost:1/never-fetched.dtd\">";

    private static PlistValue read(String xml) {
        return XmlPlist.read(xml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsEveryKindOfValue() {
        assertThat(read("<?xml version=\"1.0\"?>" + DOCTYPE + "<plist version=\"1.0\"><!-- by hand --><dict>"
                        + "<key>a</key><string>x &amp; <![CDATA[<y>]]></string>"
                        + "<key>b</key><array><integer> 12 </integer><integer>0x1F</integer><real>1e3</real><true/>"
                        + "<false></false><data>\n AQI=\n</data></array></dict></plist>"))
                .isEqualTo(dict("a", "x & <y>", "b", List.of(12, 31, 1000.0, true, false, new byte[] {1, 2})));
    }

    @Test
    void refusesEntitiesAndFetchesNothing() {
        refused(
                "<?xml version=\"1.0\"?><!DOCTYPE plist [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
                        + "<plist><string>&b;</string></plist>",
                "b");
        refused(
                "<?xml version=\"1.0\"?><!DOCTYPE plist [<!ENTITY f SYSTEM \"file:///etc/hostname\">]>"
                        + "<plist><string>&f;</string></plist>",
                "f");
    }

    @Test
    void refusesDepth() {
        refused("<plist>" + "<array>".repeat(300) + "</array>".repeat(300) + "</plist>", "200 levels deep");
        refused("<plist>" + "<array>".repeat(100_000), "200 levels deep");
    }

    @Test
    void saysWhatIsWrong() {
        refused("<plist><dict><key>a</key></dict></plist>", "the key \"a\" has no value");
        refused("<plist><dict><string>a</string></dict></plist>", "where a <key> belongs");
        refused("<plist><integer>12a</integer></plist>", "\"12a\" is no integer");
        refused("<plist><integer>" + "9".repeat(100_000) + "</integer></plist>", "is no integer");
        refused("<plist><real>1,5</real></plist>", "is no number");
        refused("<plist><date>today</date></plist>", "is no date");
        refused("<plist><data>A</data></plist>", "no base64");
        refused("<plist><ustring>a</ustring></plist>", "unknown element <ustring>");
        refused("<plist></plist>", "holds no value");
        refused("<plist><array>", "cannot be read");
        refused("<plist>&#0;</plist>", "cannot be read");
        refused("<?xml version=\"1.0\" encoding=\"no-such\"?><plist/>", "cannot be read");
    }

    @Test
    void printsNothing() {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            refused("<plist><array>", "cannot be read");
            refused("<plist><", "cannot be read");
        } finally {
            System.setErr(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static void refused(String xml, String reason) {
        assertThatExceptionOfType(WorkflowFormatException.class)
                .isThrownBy(() -> read(xml))
                .withMessageContaining(reason);
    }
}
