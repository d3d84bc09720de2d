package io.github.argusglue.core.argus.http;

import java.net.URI;
import okhttp3.HttpUrl;

/** Builds URLs below the address of Argus. */
final class ArgusUrls {
    private ArgusUrls() {}

    /** Returns the address of Argus with a slash at the end. */
    static HttpUrl base(URI url) {
        HttpUrl parsed = HttpUrl.get(url.toString());
        boolean ends = parsed.encodedPath().endsWith("/");
        return ends ? parsed : parsed.newBuilder().addPathSegment("").build();
    }

    /** Returns a URL below one that ends in a slash. */
    static HttpUrl below(HttpUrl base, String path) {
        return base.newBuilder().addPathSegments(path).build();
    }
}
