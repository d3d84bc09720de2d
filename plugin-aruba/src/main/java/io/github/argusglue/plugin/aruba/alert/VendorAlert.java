package io.github.argusglue.plugin.aruba.alert;

import io.github.argusglue.spi.Acknowledgement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An open alert as a cloud reports it. Texts that the cloud does not give are empty.
 *
 * @param id id of this occurrence, never used for another one; with a prefix that says what it is, as in
 *     {@code alert:123}
 * @param type what kind of alert it is
 * @param severity severity in the cloud's words
 * @param text what the cloud writes about it
 * @param since when it began; null if the cloud does not say
 * @param origin what it is about
 * @param acknowledgement what a person did about it in the cloud; null for nothing
 */
public record VendorAlert(
        String id,
        Type type,
        String severity,
        String text,
        @Nullable Instant since,
        Origin origin,
        @Nullable Acknowledgement acknowledgement) {

    /**
     * A kind of alert.
     *
     * @param id number of the kind, such as {@code 4}
     * @param name name of the kind, such as {@code AP disconnected}
     * @param category category, such as {@code System}
     * @param deviceType kind of device, such as {@code Access Point}
     */
    public record Type(String id, String name, String category, String deviceType) {}

    /**
     * What an alert is about.
     *
     * @param device serial number, MAC address or name of the device
     * @param site name of the site
     * @param group name of the group
     */
    public record Origin(String device, String site, String group) {
        /** Nothing is known. */
        public static final Origin UNKNOWN = new Origin("", "", "");
    }
}
