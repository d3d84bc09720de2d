package io.github.argusglue.core.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;
import org.snmp4j.PDUv1;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BERInputStream;
import org.snmp4j.asn1.BEROutputStream;
import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.VariableBinding;

/** An SNMP v1 and v2c agent on top of the library's encoding, which answers as the test says. */
public final class SnmpAgent implements AutoCloseable {
    /** Its reaction to a request. */
    public enum Mood {
        ANSWERS,
        LACKS_THE_OBJECT,
        REFUSES,
        IS_SILENT,
        TALKS_NONSENSE
    }

    private final DatagramSocket socket;
    public final AtomicInteger questions = new AtomicInteger();
    public volatile Mood mood = Mood.ANSWERS;
    public volatile long uptime = 100;
    public volatile boolean ticks;
    public volatile String community = "public";

    public SnmpAgent(String host) throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), 0));
        Thread thread = new Thread(this::serve, "snmp-agent");
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                questions.incrementAndGet();
                byte[] answer = answer(ByteBuffer.wrap(buffer, 0, packet.getLength()));
                if (answer != null) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private byte @Nullable [] answer(ByteBuffer question) throws IOException {
        if (mood == Mood.TALKS_NONSENSE) {
            return new byte[] {1, 2, 3};
        }
        BERInputStream in = new BERInputStream(question);
        BER.decodeHeader(in, new BER.MutableByte());
        Integer32 version = new Integer32();
        version.decodeBER(in);
        OctetString name = new OctetString();
        name.decodeBER(in);
        boolean v1 = version.getValue() == 0;
        PDU pdu = v1 ? new PDUv1() : new PDU();
        pdu.decodeBER(in);
        if (mood == Mood.IS_SILENT || !name.toString().equals(community)) {
            return null;
        }
        pdu.setType(PDU.RESPONSE);
        VariableBinding asked = pdu.get(0);
        if (mood == Mood.REFUSES) {
            pdu.setErrorStatus(v1 ? PDU.genErr : PDU.authorizationError);
        } else if (mood == Mood.LACKS_THE_OBJECT && v1) {
            pdu.setErrorStatus(PDU.noSuchName);
            pdu.setErrorIndex(1);
        } else if (mood == Mood.LACKS_THE_OBJECT) {
            pdu.set(0, new VariableBinding(asked.getOid(), Null.noSuchObject));
        } else {
            pdu.set(0, new VariableBinding(asked.getOid(), ticks ? new TimeTicks(uptime) : new Counter32(uptime)));
        }
        return encode(version, name, pdu);
    }

    private static byte[] encode(Integer32 version, OctetString name, PDU pdu) throws IOException {
        int length = version.getBERLength() + name.getBERLength() + pdu.getBERLength();
        BEROutputStream out = new BEROutputStream(ByteBuffer.allocate(length + 10));
        BER.encodeHeader(out, BER.SEQUENCE, length);
        version.encodeBER(out);
        name.encodeBER(out);
        pdu.encodeBER(out);
        ByteBuffer encoded = out.rewind();
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    @Override
    public void close() {
        socket.close();
    }
}
