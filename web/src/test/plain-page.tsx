// A plain list and its form, whole: what a new page costs with what is shared. Not part of the application.
import { crud } from '@/shared/api/crud';
import { EditorForm, EditorPage } from '@/shared/forms/editor-page';
import { checkedBy, useEntityForm } from '@/shared/forms/use-entity-form';
import type { Column } from '@/shared/table/columns';
import { DataTable } from '@/shared/table/data-table';
import { useSortedRows } from '@/shared/table/use-sorted-rows';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { TextField } from '@/shared/ui/field';
import { Loaded } from '@/shared/ui/loaded';
import { EmptyState } from '@/shared/ui/states';
import { useState } from 'react';
import { useNavigate } from 'react-router';

interface MachineBody {
  name: string;
  location: string;
}
interface Machine extends MachineBody {
  id: number;
}

/** Asks the server of the test; a real noun has its calls in shared/api/queries. */
const ask = async <Reply,>(method: string, id?: number, body?: MachineBody): Promise<Reply> => {
  const url = `http://localhost/machines${id === undefined ? '' : `/${id}`}`;
  const headers = { 'Content-Type': 'application/json' };
  const reply = await fetch(new Request(url, { method, headers, body: body ? JSON.stringify(body) : null }));
  return (await reply.json()) as Reply;
};

const machines = crud<Machine, MachineBody, MachineBody>({
  key: ['machines'],
  list: () => ask('GET'),
  create: (body) => ask('POST', undefined, body),
  update: (id, body) => ask('PATCH', id, body),
  remove: (id) => ask('DELETE', id),
});

const texts = { loading: 'Loading machines', failed: 'Machines failed', notFound: 'No such machine' };

function RemoveDialog({ machine, onClose }: { machine: Machine; onClose: () => void }) {
  const remove = machines.useRemove();
  const { id, name } = machine;
  return (
    <ConfirmDialog
      title={`Remove ${name}?`}
      confirmLabel="Remove"
      onClose={onClose}
      run={() => remove.mutateAsync(id)}
      told={{ done: `${name} was removed`, failed: `${name} was not removed` }}
    >
      <p>Its samples stay.</p>
    </ConfirmDialog>
  );
}

function MachineTable({ all }: { all: readonly Machine[] }) {
  const navigate = useNavigate();
  const [asked, setAsked] = useState<Machine | null>(null);
  const text = (key: keyof MachineBody, head: string): Column<Machine> => ({
    key,
    head,
    isSortable: true,
    cell: (machine) => machine[key],
    value: (machine) => machine[key],
  });
  const columns = [
    { ...text('name', 'Name'), isRowHead: true },
    text('location', 'Location'),
    {
      key: 'actions',
      head: 'Actions',
      isHeadHidden: true,
      cell: (machine: Machine) => <Button onClick={() => setAsked(machine)}>Remove</Button>,
    },
  ];
  const { rows, sort } = useSortedRows(all, columns);
  const open = ({ id }: Machine) => void navigate(`/machines/${id}`);
  return (
    <Card>
      {all.length === 0 && <EmptyState title="No machine yet" />}
      <DataTable caption="Machines" columns={columns} rows={rows} sort={sort} onOpen={open} />
      {asked && <RemoveDialog machine={asked} onClose={() => setAsked(null)} />}
    </Card>
  );
}

export const MachineList = () => (
  <Loaded query={machines.useList()} texts={texts}>
    {(all) => <MachineTable all={all} />}
  </Loaded>
);

const resolver = checkedBy<MachineBody>(({ name }) => (name.trim() === '' ? { name: 'needed' } : {}));

function MachineForm({ machine }: { machine: Machine | null }) {
  const navigate = useNavigate();
  const create = machines.useCreate();
  const update = machines.useUpdate(machine?.id ?? 0);
  const back = () => void navigate('/machines');
  const form = useEntityForm<MachineBody, Machine>({
    resolver,
    initial: { name: machine?.name ?? '', location: machine?.location ?? '' },
    problemText: () => 'This is needed',
    unique: 'name',
    save: (body) => (machine ? update : create).mutateAsync(body),
    onSaved: back,
  });
  return (
    <EditorForm title={machine?.name ?? 'New machine'} form={form} saveLabel="Save" onCancel={back}>
      <TextField label="Name" required {...form.field('name')} />
      <TextField label="Location" {...form.field('location')} />
    </EditorForm>
  );
}

export const MachineEditor = () => (
  <EditorPage query={machines.useList()} texts={texts}>
    {(machine) => <MachineForm machine={machine} />}
  </EditorPage>
);
