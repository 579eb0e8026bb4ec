package io.vigie.gateway.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.vigie.kit.identity.EcKeys;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Set;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;

/** The gateway's key pair (EC P-256), made at the first start and kept in two PEM files. */
final class SigningKey {

    static final String PRIVATE_FILE = "signing-key.pem";
    static final String PUBLIC_FILE = "signing-key.pub.pem";

    private SigningKey() {}

    /**
     * Reads the pair of this folder, or makes it. The public file is written anew where it is missing or another one's.
     *
     * @throws SigningKeyException where the private file is damaged or the folder can't be used
     */
    static ECKey loadOrCreate(Path directory) {
        Path file = directory.resolve(PRIVATE_FILE);
        try {
            Files.createDirectories(directory);
            if (Files.notExists(file)) {
                write(file, EcKeys.pem(generate().toECPrivateKey()), "rw-------");
            }
            ECKey key = read(file);
            publish(key, directory.resolve(PUBLIC_FILE));
            return key;
        } catch (IOException e) {
            throw new SigningKeyException(
                    "The signing key in " + directory + " can't be read or written (" + e
                            + "): give the gateway's user access to this folder",
                    e);
        } catch (JOSEException e) {
            throw new IllegalStateException("a fresh key has both parts", e);
        }
    }

    private static ECKey generate() throws JOSEException {
        return new ECKeyGenerator(Curve.P_256).generate();
    }

    private static ECKey read(Path file) throws IOException {
        try {
            ECPrivateKey secret = EcKeys.privateKey(Files.readString(file, StandardCharsets.ISO_8859_1));
            ECPublicKey open = (ECPublicKey) KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(publicPoint(secret.getS()), Curve.P_256.toECParameterSpec()));
            return new ECKey.Builder(Curve.P_256, open)
                    .privateKey(secret)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint()
                    .build();
        } catch (GeneralSecurityException | IllegalArgumentException | IllegalStateException | JOSEException e) {
            throw new SigningKeyException(
                    "The signing key " + file
                            + " is damaged: put a backup of it in its place, or delete it and a new one is"
                            + " made (everybody then has to sign in again)",
                    e);
        }
    }

    /** The JDK can't multiply points of a curve in the open. */
    private static ECPoint publicPoint(BigInteger secret) {
        X9ECParameters curve = CustomNamedCurves.getByName("secp256r1");
        org.bouncycastle.math.ec.ECPoint point = curve.getG().multiply(secret).normalize();
        return new ECPoint(
                point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
    }

    private static void publish(ECKey key, Path file) throws IOException, JOSEException {
        String pem = EcKeys.pem(key.toECPublicKey());
        if (Files.notExists(file)
                || !Files.readString(file, StandardCharsets.ISO_8859_1).equals(pem)) {
            write(file, pem, "rw-r--r--");
        }
    }

    /** Whole or not at all, also after a power cut. */
    private static void write(Path file, String pem, String permissions) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                readableBy(file, permissions))) {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(pem);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileAttribute<?>[] readableBy(Path file, String permissions) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
