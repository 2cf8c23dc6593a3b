import { AppealFrame } from "#components/appeal/appeal-frame";

export default function UnknownAppeal() {
  return (
    <AppealFrame title="This link is not known">
      <p>
        The address of an appeal is long, and easily cut short on its way. Go back to the message you received
        and open the link from there, or copy the whole of it.
      </p>
      <p className="mt-3">
        If it still does not work, write to the platform where you posted. They can see the decision and send
        you a new link.
      </p>
    </AppealFrame>
  );
}
