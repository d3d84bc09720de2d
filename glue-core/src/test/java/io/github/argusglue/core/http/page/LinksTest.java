package io.github.argusglue.core.http.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinksTest {

    /** The links are in brackets; the pieces in which an address may be broken do not matter here. */
    private static String links(String text) {
        return new Html()
                .linked(text)
                .toString()
                .replace("<wbr>", "")
                .replaceAll("<a rel=\"noreferrer\" href=\"([^\"]*)\">([^<]*)</a>", "[$1]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET http://am:9093/x: 503 | GET [http://am:9093/x]: 503",
                "see (https://a.example.org/wiki/X_(y)). | see ([https://a.example.org/wiki/X_(y)]).",
                "at http://[2001:db8::1]:80/, or | at [http://[2001:db8::1]:80/], or",
                "[http://[::1]] | [[http://[::1]]]",
                "http://a/?b=1&c=2 | [http://a/?b=1&amp;c=2]",
                "https://a https://b | [https://a] [https://b]",
                "no link: javascript:alert(1) ftp://a http:// https://. | no link: javascript:alert(1) ftp://a http:// https://.",
                "git+http://a xhttp://a | git+http://a xhttp://a",
                "http://known.example.org@evil/ | http://known.example.org@evil/",
                "http://known.example.org\\@evil/ | [http://known.example.org]\\@evil/",
                "http://a/b@c | [http://a/b@c]",
                "cut: http://a/b… | cut: http://a/b…",
            })
    void addressesBecomeLinks(String text, String shown) {
        assertEquals(shown, links(text));
    }

    @Test
    void whatIsNotAnAddressIsEscaped() {
        assertEquals("&lt;b&gt; [http://a/]&quot;&gt;&lt;i&gt;", links("<b> http://a/\"><i>"));
        assertEquals("[http://a/]&#39;x", links("http://a/'x"));
    }

    @Test
    void longAddressesAreBrokenBetweenTheirParts() {
        assertEquals(
                "<a rel=\"noreferrer\" href=\"http://a/b/c?d&amp;e\">http://a/<wbr>b/<wbr>c?<wbr>d&amp;<wbr>e</a>",
                new Html().linked("http://a/b/c?d&e").toString());
    }
}
