package io.github.argusglue.plugin.zino.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A Zino that has the cases it is given: both ports, the protocol's oddities (errors that overtake, no escaping of a
 * lone dot, text after the dot that is swallowed) and whatever trouble a test wants. Safe for use by any thread.
 */
public final class StandInZino implements AutoCloseable {
    final Clock clock;
    final Map<Long, StandInCase> cases = new TreeMap<>();
    final Map<String, Socket> untied = new ConcurrentHashMap<>();
    private final String user;
    private final String secret;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final Map<Socket, StandInSession> tied = new LinkedHashMap<>();
    private final List<String> commands = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final InetAddress address;
    private @Nullable ServerSocket commandPort;
    private @Nullable ServerSocket notifyPort;
    private final int port;
    private final int port2;
    private long nextNumber = 1;
    private volatile Fault fault = Fault.NONE;
    private volatile int bytesAtOnce = Integer.MAX_VALUE;

    /** What may be wrong with it. */
    public enum Fault {
        /** Nothing. */
        NONE,
        /** It does not listen. */
        DOWN,
        /** It takes nobody's word. */
        REFUSES,
        /** It takes connections and commands, and says nothing. */
        FROZEN,
        /** It is something else. */
        GARBAGE,
        /** It goes in the middle of each answer. */
        CUTS
    }

    private StandInZino(Clock clock, InetAddress address, String user, String secret) throws IOException {
        this.clock = clock;
        this.address = address;
        this.user = user;
        this.secret = secret;
        ServerSocket first = new ServerSocket(0, 50, address);
        ServerSocket second = new ServerSocket(0, 50, address);
        commandPort = first;
        notifyPort = second;
        port = first.getLocalPort();
        port2 = second.getLocalPort();
        listen(first, false);
        listen(second, true);
    }

    /** Starts one on free ports of the loopback address. */
    public static StandInZino start(Clock clock, String user, String secret) {
        return start(clock, InetAddress.getLoopbackAddress(), user, secret);
    }

    /** Starts one on free ports of an address. */
    public static StandInZino start(Clock clock, InetAddress address, String user, String secret) {
        try {
            return new StandInZino(clock, address, user, secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the port of the command session. */
    public int port() {
        return port;
    }

    /** Returns the port of the notification channel. */
    public int notifyPort() {
        return port2;
    }

    String user() {
        return user;
    }

    String secret() {
        return secret;
    }

    Fault currentFault() {
        return fault;
    }

    int bytesAtOnce() {
        return bytesAtOnce;
    }

    private void listen(ServerSocket listener, boolean notify) {
        daemon("accept", () -> {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    connections.removeIf(Socket::isClosed);
                    connections.add(socket);
                    if (listener.isClosed()) {
                        socket.close(); // It came between the closing and its being noticed.
                    } else if (notify) {
                        greetChannel(socket);
                    } else {
                        daemon("session", () -> new StandInSession(this, socket).run());
                    }
                } catch (IOException e) {
                    return; // closed
                }
            }
        });
    }

    private void daemon(String what, Runnable task) {
        Thread thread = new Thread(task, "stand-in-zino-" + port + "-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    private void greetChannel(Socket socket) throws IOException {
        if (fault == Fault.FROZEN) {
            return;
        }
        String nonce = String.format(Locale.ROOT, "%040x", System.nanoTime());
        untied.put(nonce, socket);
        socket.getOutputStream().write((nonce + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    synchronized boolean tie(StandInSession session, String nonce) {
        Socket socket = untied.remove(nonce);
        if (socket == null) {
            return false;
        }
        tied.put(socket, session);
        return true;
    }

    /** A session has ended: so does its channel. */
    synchronized void ended(StandInSession session) {
        for (Map.Entry<Socket, StandInSession> channel : List.copyOf(tied.entrySet())) {
            if (channel.getValue() == session) {
                send(channel.getKey(), "Normal quit from client, closing down");
                close(channel.getKey());
                tied.remove(channel.getKey());
            }
        }
    }

    synchronized void announce(String line) {
        if (fault != Fault.FROZEN) {
            tied.keySet().forEach(channel -> send(channel, line));
        }
    }

    private static void send(Socket channel, String line) {
        try {
            channel.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            close(channel);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void count(String command) {
        commands.add(command);
    }

    synchronized void violated(String rule) {
        violations.add(rule);
    }

    // --- what a test does ---

    /** Opens a case and announces it; attributes by their names on the wire. Returns its number. */
    public synchronized long open(String router, String type, Map<String, String> attributes) {
        long number = nextNumber++;
        cases.put(number, new StandInCase(number, router, type, attributes, clock.instant()));
        announce(number + " state embryonic open");
        return number;
    }

    /** Changes an attribute and announces it; an empty value takes it away. */
    public synchronized void set(long number, String attribute, String value) {
        setSilently(number, attribute, value);
        announce(number + " attr " + attribute);
    }

    /** Changes an attribute as planned maintenance does it: nobody is told. */
    public synchronized void setSilently(long number, String attribute, String value) {
        get(number).attributes.put(attribute, value);
    }

    /** Adds what Zino observes. */
    public synchronized void log(long number, String text) {
        get(number).log.add(StandInCase.seconds(clock.instant()) + " " + text);
        announce(number + " log 1");
    }

    /** Adds what a person writes. */
    public synchronized void note(long number, String author, String... lines) {
        addHistory(number, author, List.of(lines));
    }

    synchronized void addHistory(long number, String first, Collection<String> lines) {
        StandInCase changed = get(number);
        changed.history.add(StandInCase.seconds(clock.instant()) + " " + first);
        lines.forEach(line -> changed.history.add(" " + line));
        announce(number + " history 1");
    }

    /** Changes a case's state as a person does it. */
    public synchronized void setState(long number, String state, String author) {
        StandInCase changed = get(number);
        String before = changed.state();
        if (before.equals(state)) {
            return;
        }
        String now = StandInCase.seconds(clock.instant());
        changed.attributes.put("state", state);
        changed.history.add(now + " state change " + before + " -> " + state + " (" + author + ")");
        announce(number + " state " + before + " " + state);
        if (state.equals("closed")) {
            changed.attributes.put("closed", now);
        } else if (state.equals("embryonic")) {
            changed.attributes.put("opened", now);
            changed.attributes.put("state", "open");
            changed.history.add(now + " state change embryonic -> open (monitor)");
        }
    }

    /** Forgets a closed case, as Zino does it hours later. */
    public synchronized void scavenge(long number) {
        cases.remove(number);
        announce(number + " scavenged ");
    }

    /** Loses a case without a word, and gives its number to the next one if it was the newest. */
    public synchronized void lose(long number) {
        cases.remove(number);
        if (nextNumber == number + 1) {
            nextNumber = number;
        }
    }

    /** Makes a case one that cannot be shown. */
    public synchronized void failOn(long number, boolean fails) {
        get(number).fails = fails;
    }

    /** Ends all connections, as a restart does it. */
    public void restart() {
        connections.forEach(StandInZino::close);
    }

    /** Ends the notification channels and leaves the sessions. */
    public synchronized void dropChannels() {
        tied.keySet().forEach(StandInZino::close);
        tied.clear();
    }

    /** Sends any line on the notification channels. */
    public void announceRaw(String line) {
        announce(line);
    }

    /** Brings trouble, or ends it. */
    public synchronized void fault(Fault fault) {
        this.fault = fault;
        try {
            if (fault == Fault.DOWN) {
                closeListeners();
            } else if (commandPort == null) {
                commandPort = rebind(port, false);
                notifyPort = rebind(port2, true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (fault == Fault.DOWN || fault == Fault.REFUSES) {
            restart();
        }
    }

    private ServerSocket rebind(int at, boolean notify) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        // A closed port is free only when its thread has come back from accept().
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!listener.isBound()) {
            try {
                listener.bind(new InetSocketAddress(address, at), 50);
            } catch (BindException e) {
                if (System.nanoTime() - giveUp > 0) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
        }
        listen(listener, notify);
        return listener;
    }

    private void closeListeners() throws IOException {
        for (ServerSocket listener : new ServerSocket[] {commandPort, notifyPort}) {
            if (listener != null) {
                listener.close();
            }
        }
        commandPort = null;
        notifyPort = null;
    }

    /** Sends so many bytes at a time, as a bad line would. */
    public void sendAtOnce(int bytes) {
        bytesAtOnce = bytes;
    }

    // --- what a test looks at ---

    /** Returns the commands that came, as they came but without secrets. */
    public synchronized List<String> commands() {
        return List.copyOf(commands);
    }

    /** Returns what a client has done that it must not do. */
    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** Returns the lines of a case's history. */
    public synchronized List<String> history(long number) {
        return List.copyOf(get(number).history);
    }

    /** Returns a case's state. */
    public synchronized String state(long number) {
        return get(number).state();
    }

    /** Tells how many channels are tied. */
    public synchronized int channels() {
        tied.keySet().removeIf(Socket::isClosed);
        return tied.size();
    }

    private StandInCase get(long number) {
        StandInCase found = cases.get(number);
        if (found == null) {
            throw new IllegalArgumentException("no case " + number);
        }
        return found;
    }

    @Override
    public synchronized void close() {
        try {
            closeListeners();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        restart();
    }
}
