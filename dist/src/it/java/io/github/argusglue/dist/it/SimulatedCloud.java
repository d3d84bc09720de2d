package io.github.argusglue.dist.it;

import java.net.URI;
import java.time.Duration;

/**
 * A simulated wireless cloud, as the tests of every cloud steer it. Its access points are numbered from 1,
 * {@value #SITE} to a site; all are up at first.
 */
public interface SimulatedCloud extends AutoCloseable {
    /** Access points of a site. */
    int SITE = 120;

    /** Returns where it listens. */
    URI url();

    /**
     * Returns the keys of a source that reads it and reports an access point as soon as it is down.
     *
     * @param address where to send requests: of the cloud, or of a proxy in front of it
     */
    String configuration(URI address);

    /** Returns the name of an access point, as the tag {@code host} has it. */
    default String host(int accessPoint) {
        return "ap-" + accessPoint;
    }

    /** Returns the name of the site of an access point, as the tag {@code site} has it. */
    default String site(int accessPoint) {
        return "Site " + ((accessPoint - 1) / SITE + 1);
    }

    /** Returns the tag that has the site. */
    default String siteTag() {
        return "site";
    }

    /** Returns the serial number of an access point. */
    default String serial(int accessPoint) {
        return "CN" + (100_000 + accessPoint);
    }

    /** Takes access points down. */
    void down(int first, int last);

    /** Brings access points back. */
    void up(int first, int last);

    /** Sends a webhook about each change from now on. */
    void webhooksTo(URI hook);

    /** Refuses the credentials from now on, also those that it has given out; or accepts those that are configured. */
    void refuse(boolean refused);

    /** Answers that the limit of calls is reached, from now on; or no longer. */
    void exhaust(boolean exhausted);

    /** Waits so long before each answer. */
    void delay(Duration wait);

    /** Returns how many calls of the API it has received. */
    int calls();

    @Override
    void close();
}
