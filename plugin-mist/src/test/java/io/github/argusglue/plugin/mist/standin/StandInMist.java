package io.github.argusglue.plugin.mist.standin;

import com.sun.net.httpserver.Filter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * A simulated Mist cloud with one organisation on the loopback address: inventory, sites, alarms and webhooks, with the
 * vendor's paging, limits and refusals. Only HTTP is real; time is that of the given clock, except for the header
 * {@code Date}. Tests change {@link #organisation()}; other programs use {@code POST /standin/…}, see
 * {@link SteeringHandler}. Safe for use by any thread.
 */
public final class StandInMist implements AutoCloseable {
    /** The organisation. */
    public static final String ORG = "2818e386-8dec-2562-9ede-5b8a0fbbdc71";

    /** The token that is accepted. */
    public static final String TOKEN = "mist-t0ken-4711";

    /** What is signed with it are the webhooks. */
    public static final String WEBHOOK_SECRET = "mist-hook-s3cret";

    /** Whoever has it can claim a device, so nobody may see it. */
    public static final String CLAIM_CODE = "CLAIM-6789-WXYZ";

    private final SimulatedOrg org;
    private final WebhookSender webhooks;
    private final MistServer server;

    private StandInMist(InstantSource clock, int port, List<Filter> filters) throws IOException {
        webhooks = new WebhookSender();
        org = new SimulatedOrg(clock, webhooks);
        server = new MistServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), org, webhooks, clock, filters);
    }

    /**
     * Starts a cloud on a free port.
     *
     * @param filters of each request, such as one that records it
     */
    public static StandInMist start(InstantSource clock, Filter... filters) {
        try {
            return new StandInMist(clock, 0, List.of(filters));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Returns the address of the API. */
    public URI url() {
        return server.url();
    }

    /** Returns the devices, sites and alarms. */
    public SimulatedOrg organisation() {
        return org;
    }

    /** Returns where webhooks go. */
    public WebhookSender webhooks() {
        return webhooks;
    }

    /** Sets what goes wrong with every request. */
    public void fault(MistFault next) {
        server.fault("", next);
    }

    /** Sets what goes wrong with requests whose path contains this text, such as {@code inventory}. */
    public void fault(String path, MistFault next) {
        server.fault(path, next);
    }

    /** Sets how long an answer takes. */
    public void delay(Duration next) {
        server.delay(next);
    }

    /** Sets how many rows a page has at most, whatever was asked for. */
    public void pageSize(int rows) {
        server.pageSize(rows);
    }

    /** Sets whether pages have the headers {@code X-Page-…}. */
    public void tellsTotal(boolean wanted) {
        server.tellsTotal(wanted);
    }

    /** Sets how many requests are answered in an hour; 5,000 at first. */
    public void quota(int requests) {
        server.quota(requests);
    }

    /** Lets the token read only: acknowledgements are refused with 403. */
    public void readOnly(boolean wanted) {
        server.readOnly(wanted);
    }

    /** Lets something happen each time a page was answered, such as the removal of a device. */
    public void afterEachPage(Runnable action) {
        server.afterEachPage(action);
    }

    /** Returns how many requests have arrived. */
    public int requests() {
        return server.requests();
    }

    /** Returns method, path and query of each request so far. */
    public List<String> log() {
        return server.log();
    }

    @Override
    public void close() {
        server.close();
        webhooks.close();
    }

    /**
     * Starts a cloud and prints how to reach it.
     *
     * @param args port (0: a free one), number of sites, number of APs at each site
     */
    public static void main(String[] args) throws Exception {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 0;
        int sites = args.length > 1 ? Integer.parseInt(args[1]) : 2;
        int aps = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        try (StandInMist mist = new StandInMist(InstantSource.system(), port, List.of())) {
            for (int site = 1; site <= sites; site++) {
                String id = mist.org.addSite("site-" + site);
                for (int ap = 1; ap <= aps; ap++) {
                    mist.org.addDevice("ap", String.format(Locale.ROOT, "ap-%d-%03d", site, ap), id);
                }
            }
            System.out.println("url = \"" + mist.url() + "\"");
            System.out.println("org = \"" + ORG + "\"");
            System.out.println("token = \"" + TOKEN + "\"");
            System.out.println("webhook_secret = \"" + WEBHOOK_SECRET + "\"");
            System.out.flush();
            new CountDownLatch(1).await();
        }
    }
}
